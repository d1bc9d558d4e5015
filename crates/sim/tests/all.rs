//! Stories and worlds through the public door.

mod models;
