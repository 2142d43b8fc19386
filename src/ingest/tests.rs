//! Files of every format, from bytes to sheets.

mod bombs;
mod broken;
mod bundles;
mod dialects;
mod hostile;
mod marks;
mod real;
mod walking;
mod workbooks;
