//! The practice world: a messenger on loopback and a page of phones.
