//! Files of every format, from bytes to sheets.

mod hostile;
mod real;
mod walking;
mod workbooks;
