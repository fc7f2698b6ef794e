//! Reads the text of a condition: `large_area AND NOT controlled AND trend IN ('rising', 'rapid')`.
//!
//! `OR` binds weaker than `AND`, `AND` weaker than `NOT`. Keywords are in capitals, facts in small letters.

use std::collections::BTreeSet;

use crate::policy::fact_list::FACTS;
use crate::policy::fact_list::Fact;
use crate::policy::fact_list::FactKind;
use crate::policy::fact_list::fact;
use crate::policy::predicate::Order;
use crate::policy::predicate::Predicate;

/// What is wrong in the text of a condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {at}: {what}")]
pub struct PredicateFault {
    /// Counts from 1.
    pub at: usize,
    pub what: String,
}

/// Brackets and `NOT`s within each other; nobody reads a deeper one.
const DEEPEST: usize = 40;

impl Predicate {
    pub fn parse(text: &str) -> Result<Self, PredicateFault> {
        let mut parser = Parser { tokens: tokens(text)?, next: 0, end: text.chars().count() + 1, depth: 0 };
        let predicate = parser.any()?;
        match parser.peek() {
            None => Ok(predicate),
            Some(token) => Err(parser.fault(format!("{} does not belong here; join by AND or OR", token.in_words()))),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(f64),
    Text(String),
    Sign(&'static str),
}

impl Token {
    fn in_words(&self) -> String {
        match self {
            Self::Word(word) => format!("`{word}`"),
            Self::Number(number) => format!("`{number}`"),
            Self::Text(text) => format!("'{text}'"),
            Self::Sign(sign) => format!("`{sign}`"),
        }
    }
}

/// Longer signs first.
const SIGNS: &[&str] = &["<=", ">=", "<>", "=", "<", ">", "(", ")", ","];

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, PredicateFault> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    let run =
        |from: usize, belongs: &dyn Fn(char) -> bool| from + chars[from..].iter().take_while(|c| belongs(**c)).count();
    while let Some(&first) = chars.get(at) {
        let fault = |what: String| PredicateFault { at: at + 1, what };
        let word = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
        let (end, token) = if first.is_whitespace() {
            at += 1;
            continue;
        } else if first.is_ascii_alphabetic() {
            let end = run(at, &|c| c.is_ascii_alphanumeric() || c == '_');
            (end, Token::Word(word(at, end)))
        } else if first.is_ascii_digit() {
            let end = run(at, &|c| c.is_ascii_digit() || c == '.');
            let written = word(at, end);
            let number = written.parse().ok().ok_or_else(|| fault(format!("`{written}` is no number")))?;
            (end, Token::Number(number))
        } else if first == '\'' {
            let end = run(at + 1, &|c| c != '\'');
            if end == chars.len() {
                return Err(fault("the quote is not closed".to_owned()));
            }
            (end + 1, Token::Text(word(at + 1, end)))
        } else {
            let starts = |sign: &&&str| sign.chars().eq(chars[at..].iter().take(sign.len()).copied());
            let sign = SIGNS.iter().find(starts).ok_or_else(|| fault(format!("`{first}` means nothing here")))?;
            (at + sign.len(), Token::Sign(sign))
        };
        found.push((at + 1, token));
        at = end;
    }
    Ok(found)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Predicate, PredicateFault> {
        let mut parts = vec![self.all()?];
        while self.takes_word("OR") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Predicate::Any(parts) })
    }

    fn all(&mut self) -> Result<Predicate, PredicateFault> {
        let mut parts = vec![self.one()?];
        while self.takes_word("AND") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Predicate::All(parts) })
    }

    fn one(&mut self) -> Result<Predicate, PredicateFault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault(format!("more than {DEEPEST} brackets and NOTs within each other")));
        }
        let found = self.one_within();
        self.depth -= 1;
        found
    }

    fn one_within(&mut self) -> Result<Predicate, PredicateFault> {
        if self.takes_word("NOT") {
            return Ok(Predicate::Not(Box::new(self.one()?)));
        }
        if self.takes_sign("(") {
            let inner = self.any()?;
            self.needs_sign(")")?;
            return Ok(inner);
        }
        if self.takes_word("TRUE") {
            return Ok(Predicate::Always(true));
        }
        if self.takes_word("FALSE") {
            return Ok(Predicate::Always(false));
        }
        let fact = self.fact()?;
        self.said_of(fact)
    }

    fn fact(&mut self) -> Result<&'static Fact, PredicateFault> {
        let Some(Token::Word(name)) = self.peek() else {
            return Err(self.fault(format!("a fact is wanted, not {}", self.here())));
        };
        let found = fact(name).ok_or_else(|| {
            let first = name.split('_').next().unwrap_or_default();
            let near = FACTS.iter().map(|fact| fact.name).find(|known| known.split('_').any(|word| word == first));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            self.fault(format!("there is no fact `{name}`{hint}"))
        })?;
        self.next += 1;
        Ok(found)
    }

    fn said_of(&mut self, fact: &'static Fact) -> Result<Predicate, PredicateFault> {
        if self.takes_word("IS") {
            return if self.takes_word("KNOWN") {
                Ok(Predicate::IsKnown(fact.name))
            } else {
                Err(self.fault("`IS` is followed by `KNOWN`".to_owned()))
            };
        }
        if self.takes_word("IN") {
            self.needs_sign("(")?;
            let mut words = BTreeSet::from([self.word_of(fact)?]);
            while self.takes_sign(",") {
                words.insert(self.word_of(fact)?);
            }
            self.needs_sign(")")?;
            return Ok(Predicate::OneOf(fact.name, words));
        }
        let Some(order) = self.order() else {
            return if fact.kind == FactKind::Bool {
                Ok(Predicate::Flag(fact.name))
            } else {
                Err(self.fault(format!("`{}` is {}: compare it", fact.name, fact.kind.in_words())))
            };
        };
        match fact.kind {
            FactKind::Count { .. } | FactKind::Number { .. } => {
                Ok(Predicate::Compare(fact.name, order, self.number_of(fact)?))
            }
            FactKind::OneOf(_) | FactKind::AnyOf(_) | FactKind::FactNames => {
                let is_one = Predicate::OneOf(fact.name, BTreeSet::from([self.word_of(fact)?]));
                match order {
                    Order::Equal => Ok(is_one),
                    Order::NotEqual => Ok(Predicate::Not(Box::new(is_one))),
                    _ => Err(self.fault(format!("words are compared by =, <> and IN; `{}` is a word", fact.name))),
                }
            }
            FactKind::Bool => Err(self.fault(format!("`{0}` is yes or no: write `{0}` or `NOT {0}`", fact.name))),
        }
    }

    fn order(&mut self) -> Option<Order> {
        let Some(Token::Sign(sign)) = self.peek() else { return None };
        let order = match *sign {
            "=" => Order::Equal,
            "<>" => Order::NotEqual,
            "<" => Order::Less,
            "<=" => Order::AtMost,
            ">" => Order::Greater,
            ">=" => Order::AtLeast,
            _ => return None,
        };
        self.next += 1;
        Some(order)
    }

    /// A bound that the fact can reach; any other is a slip of the pen.
    fn number_of(&mut self, fact: &Fact) -> Result<f64, PredicateFault> {
        let Some(Token::Number(number)) = self.peek() else {
            return Err(self.fault(format!("`{}` is compared with a number, not {}", fact.name, self.here())));
        };
        let number = *number;
        let fits = match fact.kind {
            FactKind::Count { max } => (0.0..=max).contains(&number),
            FactKind::Number { min, max } => (min..=max).contains(&number),
            _ => false,
        };
        if !fits {
            return Err(self.fault(format!("`{}` is never {number}: it is {}", fact.name, fact.kind.in_words())));
        }
        self.next += 1;
        Ok(number)
    }

    fn word_of(&mut self, fact: &Fact) -> Result<String, PredicateFault> {
        let Some(Token::Text(word)) = self.peek() else {
            return Err(self.fault(format!("a 'word' is wanted for `{}`, not {}", fact.name, self.here())));
        };
        if !fact.kind.has_word(word) {
            return Err(self.fault(format!("`{}` is never '{word}': it is {}", fact.name, fact.kind.in_words())));
        }
        let word = word.clone();
        self.next += 1;
        Ok(word)
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn here(&self) -> String {
        self.peek().map_or_else(|| "the end".to_owned(), Token::in_words)
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let is_there = matches!(self.peek(), Some(Token::Word(word)) if word == wanted);
        self.next += usize::from(is_there);
        is_there
    }

    fn takes_sign(&mut self, wanted: &str) -> bool {
        let is_there = matches!(self.peek(), Some(Token::Sign(sign)) if *sign == wanted);
        self.next += usize::from(is_there);
        is_there
    }

    fn needs_sign(&mut self, wanted: &str) -> Result<(), PredicateFault> {
        if self.takes_sign(wanted) {
            return Ok(());
        }
        Err(self.fault(format!("`{wanted}` is wanted, not {}", self.here())))
    }

    fn fault(&self, what: String) -> PredicateFault {
        PredicateFault { at: self.tokens.get(self.next).map_or(self.end, |(at, _)| *at), what }
    }
}
