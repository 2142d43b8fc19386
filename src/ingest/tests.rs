//! Files of every format, from bytes to sheets.

mod bombs;
mod broken;
mod bundles;
mod hostile;
mod real;
mod walking;
mod workbooks;
