//! Where a model's layers are computed: on graphics cards, as far as their free memory goes, and
//! on the processor.

use super::memory::Plan;
use crate::{
    Device, DeviceKind, EngineError, GpuLayers, LoadSpec,
    backend::Backend,
    device::{devices, main_memory},
    gguf::GgufHeader,
};

/// Left on a graphics card to its driver and to llama.cpp's buffers there, in bytes.
const COMPUTE_RESERVE: u64 = 384 << 20;

/// Which devices compute a model, how many of its layers, and with what context.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placement {
    /// Places of the graphics cards in ggml's list; none: the processor computes alone.
    pub(crate) cards: Vec<usize>,
    /// Layers on them, the output layer counted.
    pub(crate) layers: u32,
    /// What a person is told computes it.
    pub(crate) device: String,
    /// Why it is not what a person may expect.
    pub(crate) notice: Option<String>,
    /// Its context and memory.
    pub(crate) plan: Plan,
}

impl Placement {
    /// Chooses from the devices and the memory that are free now.
    ///
    /// # Errors
    /// [`EngineError::NotEnoughMemory`].
    pub(crate) fn new(
        backend: &Backend,
        spec: &LoadSpec,
        header: &GgufHeader,
    ) -> Result<Self, EngineError> {
        Self::among(&devices(backend), main_memory().0, &backend.cpu_name(), spec, header)
    }

    /// Chooses among devices, in ggml's order. A model that fits on one card goes there whole, with
    /// its context; a larger one is divided, its context bounded by `main` bytes of free memory.
    fn among(
        devices: &[Device],
        main: u64,
        processor: &str,
        spec: &LoadSpec,
        header: &GgufHeader,
    ) -> Result<Self, EngineError> {
        let cards = cards(devices);
        let alone = |notice| -> Result<Self, EngineError> {
            let plan = Plan::new(spec, header, main)?;
            let device = processor.to_owned();
            Ok(Self { cards: Vec::new(), layers: 0, device, notice, plan })
        };
        if cards.is_empty() || matches!(spec.gpu_layers, GpuLayers::None | GpuLayers::Count(0)) {
            return alone(None);
        }
        let all = header.layers + 1;
        let free = |&(_, card): &(usize, &Device)| card.memory_free;
        let on = |cards: &[(usize, &Device)], layers, notice, plan| -> Result<Self, EngineError> {
            let names =
                cards.iter().map(|(_, card)| format!("{}: {}", card.name, card.description));
            Ok(Self {
                cards: cards.iter().map(|&(place, _)| place).collect(),
                layers,
                device: names.collect::<Vec<_>>().join(", "),
                notice,
                plan,
            })
        };
        if spec.gpu_layers == GpuLayers::Auto
            && let Some(card) = cards.iter().max_by_key(|card| free(card))
            && let Ok(plan) = Plan::new(spec, header, free(card).saturating_sub(COMPUTE_RESERVE))
        {
            return on(&[*card], all, None, plan);
        }
        let plan = Plan::new(spec, header, main)?;
        let layers = match spec.gpu_layers {
            GpuLayers::Count(count) => count.min(all),
            _ => {
                let room = cards.iter().map(|card| free(card).saturating_sub(2 * COMPUTE_RESERVE));
                let layer = plan.needed.div_ceil(u64::from(all)).max(1);
                u32::try_from(room.map(|room| room / layer).sum::<u64>()).unwrap_or(all).min(all)
            }
        };
        if layers == 0 {
            return alone(Some(format!(
                "runs on the processor: {} has {} MB of memory free, too little for a layer",
                cards[0].1.description,
                cards.iter().map(free).sum::<u64>() >> 20
            )));
        }
        let notice = (layers < all && spec.gpu_layers == GpuLayers::Auto).then(|| {
            format!("{layers} of {all} layers fit the graphics memory; the processor does the rest")
        });
        on(&cards, layers, notice, plan)
    }
}

/// The graphics cards with their places; graphics that share the computer's memory only where
/// there is no card. What two libraries (CUDA and Vulkan) see as theirs is one card.
fn cards(devices: &[Device]) -> Vec<(usize, &Device)> {
    let of = |kind: DeviceKind| {
        let found = devices.iter().enumerate().filter(move |(_, device)| device.kind == kind);
        let library = found.clone().next().map(|(_, device)| device.backend.clone());
        found.filter(|(_, device)| Some(&device.backend) == library.as_ref()).collect::<Vec<_>>()
    };
    let found = of(DeviceKind::Gpu);
    if found.is_empty() { of(DeviceKind::IntegratedGpu) } else { found }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{ModelId, Purpose};

    const GB: u64 = 1 << 30;

    fn header() -> GgufHeader {
        GgufHeader {
            architecture: "llama".to_owned(),
            name: None,
            license: None,
            parameters: 8_000_000_000,
            quantization: "Q4_K".to_owned(),
            context_train: 131_072,
            embedding_length: 4096,
            layers: 32,
            kv_heads: vec![8; 32],
            key_length: 128,
            value_length: 128,
            pooling: None,
            causal: true,
            chat_template: None,
            tokenizer: "gpt2".to_owned(),
            vocabulary: 128_256,
            bytes_expected: 5 * GB,
            bytes_on_disk: 5 * GB,
            values: std::collections::HashMap::new(),
        }
    }

    fn device(name: &str, backend: &str, kind: DeviceKind, free: u64) -> Device {
        Device {
            name: name.to_owned(),
            description: format!("the {name}"),
            backend: backend.to_owned(),
            kind,
            memory_total: free,
            memory_free: free,
        }
    }

    fn place(devices: &[Device], gpu_layers: GpuLayers, main: u64) -> Placement {
        let id = ModelId("eight".to_owned());
        let spec = LoadSpec::new(id, PathBuf::new(), Purpose::Generate);
        let spec = LoadSpec { gpu_layers, ..spec };
        Placement::among(devices, main, "CPU (zen4)", &spec, &header()).unwrap()
    }

    #[test]
    fn a_card_that_holds_it_all_gets_it_all_whatever_main_memory_is_left() {
        let cpu = device("CPU", "CPU", DeviceKind::Cpu, 2 * GB);
        let card = device("CUDA0", "CUDA", DeviceKind::Gpu, 12 * GB);
        let placed = place(&[cpu, card], GpuLayers::Auto, 2 * GB);
        assert_eq!((placed.cards, placed.layers), (vec![1], 33));
        assert_eq!((placed.device.as_str(), placed.notice), ("CUDA0: the CUDA0", None));
        assert_eq!(placed.plan.context, 8192);
    }

    #[test]
    fn what_does_not_fit_is_divided_and_said() {
        let card = device("Vulkan0", "Vulkan", DeviceKind::Gpu, 4 * GB);
        let placed = place(&[card], GpuLayers::Auto, 16 * GB);
        assert!((10..25).contains(&placed.layers), "{}", placed.layers);
        let taken = placed.plan.needed / 33 * u64::from(placed.layers);
        assert!(taken + 2 * COMPUTE_RESERVE <= 4 * GB, "{taken}");
        let notice = placed.notice.unwrap();
        assert!(notice.contains(&format!("{} of 33 layers", placed.layers)), "{notice}");
    }

    #[test]
    fn a_full_card_leaves_it_to_the_processor_and_says_so() {
        let card = device("CUDA0", "CUDA", DeviceKind::Gpu, 300 << 20);
        let placed = place(&[card], GpuLayers::Auto, 16 * GB);
        assert_eq!((placed.cards, placed.layers), (vec![], 0));
        assert_eq!(placed.device, "CPU (zen4)");
        let notice = placed.notice.unwrap();
        assert!(notice.contains("the CUDA0 has 300 MB"), "{notice}");
    }

    #[test]
    fn a_card_seen_by_two_libraries_and_graphics_on_the_processor_are_not_counted_twice() {
        let seen = [
            device("CUDA0", "CUDA", DeviceKind::Gpu, 4 * GB),
            device("Vulkan0", "Vulkan", DeviceKind::Gpu, 4 * GB),
            device("Vulkan1", "Vulkan", DeviceKind::IntegratedGpu, 16 * GB),
        ];
        assert_eq!(place(&seen, GpuLayers::Auto, 16 * GB).cards, [0]);
        assert_eq!(place(&seen[2..], GpuLayers::Auto, 16 * GB).cards, [0]);
    }

    #[test]
    fn a_person_decides_how_many_layers_go_there() {
        let card = || device("CUDA0", "CUDA", DeviceKind::Gpu, 12 * GB);
        let placed = place(&[card()], GpuLayers::Count(7), 16 * GB);
        assert_eq!((placed.layers, placed.notice), (7, None));
        for none in [GpuLayers::None, GpuLayers::Count(0)] {
            let placed = place(&[card()], none, 16 * GB);
            assert_eq!((placed.cards, placed.device.as_str()), (vec![], "CPU (zen4)"));
        }
    }
}
