//! Every check once.
