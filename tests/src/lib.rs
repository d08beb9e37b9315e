//! Tests of the whole product. `window/` drives the real window through WebDriver; see `make test`.
