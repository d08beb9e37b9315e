//! Arithmetic on the embedder's vectors.

/// Adds `weight` times the vector to the sum.
pub(super) fn add(sum: &mut [f32], vector: &[f32], weight: f32) {
    for (total, value) in sum.iter_mut().zip(vector) {
        *total += weight * value;
    }
}

/// Cosine of two unit vectors.
pub(crate) fn nearness(a: &[f32], b: &[f32]) -> f64 {
    f64::from(dot(a, b))
}

/// The sum of products.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The mean of vectors of one length; `None` of none.
pub(crate) fn mean<'a>(vectors: impl Iterator<Item = &'a [f32]>) -> Option<Vec<f32>> {
    let mut sum: Option<Vec<f32>> = None;
    let mut count = 0.0;
    for vector in vectors {
        count += 1.0;
        match &mut sum {
            Some(sum) => sum.iter_mut().zip(vector).for_each(|(sum, own)| *sum += own),
            None => sum = Some(vector.to_vec()),
        }
    }
    let sum = sum?;
    Some(sum.into_iter().map(|number| number / count).collect())
}

/// The unit vector from `centre` to `point`; zero where they coincide.
pub(crate) fn direction(point: &[f32], centre: &[f32]) -> Vec<f32> {
    unit(point.iter().zip(centre).map(|(a, b)| a - b).collect())
}

/// The vector at length 1; zero where it has no length.
pub(crate) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = dot(&vector, &vector).sqrt();
    if length > 1e-6 {
        vector.iter_mut().for_each(|value| *value /= length);
    } else {
        vector.fill(0.0);
    }
    vector
}
