//! Files of every format, from bytes to sheets.

mod dialects;
mod hostile;
mod marks;
mod real;
mod walking;
mod workbooks;
