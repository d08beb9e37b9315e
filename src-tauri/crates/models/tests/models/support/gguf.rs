//! The smallest files that are GGUF models by their header.

/// A model of `architecture` with one tensor of `weights` 32-bit numbers, and further text values.
pub fn tiny(architecture: &str, weights: u64, texts: &[(&str, &str)]) -> Vec<u8> {
    let mut file = b"GGUF".to_vec();
    file.extend(3_u32.to_le_bytes());
    file.extend(1_u64.to_le_bytes());
    let numbers = ["block_count", "context_length", "embedding_length"];
    file.extend(((1 + numbers.len() + texts.len()) as u64).to_le_bytes());
    for (key, value) in [("general.architecture", architecture)].iter().chain(texts) {
        text(&mut file, key);
        file.extend(8_u32.to_le_bytes());
        text(&mut file, value);
    }
    for key in numbers {
        text(&mut file, &format!("{architecture}.{key}"));
        file.extend(4_u32.to_le_bytes());
        file.extend(32_u32.to_le_bytes());
    }
    text(&mut file, "token_embd.weight");
    file.extend(1_u32.to_le_bytes());
    file.extend(weights.to_le_bytes());
    file.extend(0_u32.to_le_bytes());
    file.extend(0_u64.to_le_bytes());
    file.resize(file.len().next_multiple_of(32), 0);
    // Varied bytes, so that a part put together wrongly has another hash.
    file.extend((0..weights * 4).map(|n| (n * 31 % 251) as u8));
    file
}

fn text(file: &mut Vec<u8>, text: &str) {
    file.extend((text.len() as u64).to_le_bytes());
    file.extend(text.as_bytes());
}
