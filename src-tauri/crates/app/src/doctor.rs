//! What this computer has, and what is wrong.

use winnow_engine::{Device, DeviceKind, EngineStatus, Purpose};
use winnow_models::Hardware;

use crate::{
    App,
    convert::model::{device_view, purpose_of},
    recognition::recognizer,
    wire::{
        error::ApiError,
        model::{Doctor, Fit, ModelView},
    },
};

impl App {
    /// What this computer has, and what is wrong, in words. Loads no model.
    ///
    /// # Errors
    /// Those of the store. An engine that does not start is a problem in the report.
    pub async fn doctor(&self) -> Result<Doctor, ApiError> {
        let hardware = Hardware::detect();
        let models = self.list_models().await?;
        let (registry, settings) = (self.registry().await?, self.get_settings().await?);
        let mut missing = Vec::new();
        for (purpose, name) in
            [(Purpose::Generate, "language model"), (Purpose::Embed, "embedding model")]
        {
            let here = |model: &ModelView| model.selected && purpose_of(model.purpose) == purpose;
            if !models.iter().any(here) && self.elsewhere(&registry, &settings, purpose)?.is_none()
            {
                missing.push(name);
            }
        }
        let mut problems: Vec<String> = missing
            .into_iter()
            .map(|name| format!("there is no {name} that can be used: open or download one"))
            .collect();
        problems.extend(models.iter().filter_map(|model| model.problem.clone()));
        problems.extend(models.iter().filter_map(too_big));
        let devices = match self.devices().await {
            Ok(devices) => devices,
            Err(error) => {
                problems.push(error.message);
                Vec::new()
            }
        };
        let cpu = devices.iter().find(|device| device.kind == DeviceKind::Cpu);
        Ok(Doctor {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            home: self.home.path().display().to_string(),
            cpu_variant: cpu.map(|device| device.backend.clone()).unwrap_or_default(),
            cores: hardware.cores,
            memory_total: hardware.memory_total,
            memory_available: hardware.memory_available,
            recognition_languages: recognizer(None)
                .await?
                .map(|tesseract| tesseract.installed().to_vec())
                .unwrap_or_default(),
            devices: devices.iter().map(device_view).collect(),
            models,
            problems,
        })
    }

    /// What the engine holds and does now, model by model.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::Internal`] for an engine that does not start.
    pub async fn engine_status(&self) -> Result<EngineStatus, ApiError> {
        Ok(self.shelf.engine().await?.status().await?)
    }

    async fn devices(&self) -> Result<Vec<Device>, ApiError> {
        Ok(self.shelf.engine().await?.devices().await?)
    }
}

fn too_big(model: &ModelView) -> Option<String> {
    (model.selected && model.fit == Fit::TooBig).then(|| {
        format!(
            "{} needs about {} MB of memory, more than this computer has: choose a smaller model",
            model.name,
            model.memory_needed / 1_000_000
        )
    })
}
