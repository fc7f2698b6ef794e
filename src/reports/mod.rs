//! What leaves the house: warnings as messages and in words, bulletins; made from answers.
