//! Stories: what people say and read, on both databases with one transcript.

mod main_line;
