//! Where example values come from: fixed ones, as a clerk would write them, or rolled ones, for properties.

use openboek_rules::{
    Amount, Base, BasisPoints, Bound, BudgetYear, Category, Cents, FigureId, Malformed, MunicipalityCode,
    Taakveld, Text, UncertainDate, YearSpan,
};

/// Gives values. Without dice it gives what is asked for as an example; with dice it gives anything of that type. Dice that have run
/// out show 0, so that shorter rolls mean simpler values.
pub(crate) struct Source {
    dice: Option<std::vec::IntoIter<u32>>,
}

const IDENTIFIER: &[u8] = b"aZ09bcdefghijklmnopqrstuvwxyABCDEFGHIJKLMNOPQRSTUVWXY12345678._-";
const LETTERS: [&str; 8] = ["a", "é", "€", "ß", "-", "漢", "𝛑", "Z"];

impl Source {
    pub(crate) fn fixed() -> Self {
        Self { dice: None }
    }

    pub(crate) fn rolled(dice: Vec<u32>) -> Self {
        Self { dice: Some(dice.into_iter()) }
    }

    /// A number below `sides`.
    fn roll(&mut self, sides: u32) -> u32 {
        self.dice.as_mut().and_then(Iterator::next).unwrap_or(0) % sides
    }

    fn wide(&mut self) -> i64 {
        let wide = (i64::from(self.roll(u32::MAX)) << 32) | i64::from(self.roll(u32::MAX));
        wide % (Cents::MAX_SIZE + 1)
    }

    pub(crate) fn text(&mut self, fixed: &str) -> Text {
        if self.dice.is_none() {
            return Text::new(fixed).unwrap();
        }
        let long = [1, 3, 40, 990][self.roll(4) as usize];
        let text: String = (0..long).map(|_| LETTERS[self.roll(8) as usize]).collect();
        Text::new(&text).unwrap()
    }

    pub(crate) fn id<T>(&mut self, fixed: &str, new: fn(&str) -> Result<T, Malformed>) -> T {
        if self.dice.is_none() {
            return new(fixed).unwrap();
        }
        let long = [1, 2, 9, 64][self.roll(4) as usize];
        let id: Vec<u8> = (0..long)
            .map(|place| IDENTIFIER[self.roll(if place == 0 { 62 } else { 64 }) as usize])
            .map(|b| if b == b'.' || b == b'_' { b'x' } else { b })
            .collect();
        new(std::str::from_utf8(&id).unwrap()).unwrap()
    }

    pub(crate) fn code(&mut self, fixed: &str) -> MunicipalityCode {
        let number = self.roll(9_999) + 1;
        let rolled = format!("GM{number:04}");
        MunicipalityCode::new(if self.dice.is_none() { fixed } else { &rolled }).unwrap()
    }

    pub(crate) fn taakveld(&mut self, fixed: &str) -> Taakveld {
        let rolled = ["6.1", "6.71a", "6.60", "0.10"][self.roll(4) as usize];
        Taakveld::new(if self.dice.is_none() { fixed } else { rolled }).unwrap()
    }

    pub(crate) fn date(&mut self, fixed: &str) -> UncertainDate {
        if self.dice.is_none() {
            return UncertainDate::parse(fixed).unwrap();
        }
        let plain = self.plain_date();
        let text = match self.roll(5) {
            0 => "XXXX".to_owned(),
            1 => plain,
            2 => format!("{plain}/.."),
            3 => format!("{}/2200", plain),
            _ => format!("[{},2199-12-31]", self.day()),
        };
        UncertainDate::parse(&text).unwrap()
    }

    fn day(&mut self) -> String {
        format!("{:04}-{:02}-{:02}", 1900 + self.roll(299), 1 + self.roll(12), 1 + self.roll(28))
    }

    fn plain_date(&mut self) -> String {
        let year = 1900 + self.roll(301);
        match self.roll(4) {
            0 => format!("{year:04}"),
            1 => format!("{year:04}-{:02}", 1 + self.roll(12)),
            2 => format!("{:04}-{}", year.min(2199), 21 + self.roll(4)),
            _ => self.day(),
        }
    }

    pub(crate) fn year(&mut self, fixed: i64) -> BudgetYear {
        let rolled = 1990 + i64::from(self.roll(111));
        BudgetYear::new(if self.dice.is_none() { fixed } else { rolled }).unwrap()
    }

    pub(crate) fn span(&mut self, first: i64, last: i64) -> YearSpan {
        let (a, b) = (self.year(first), self.year(last));
        YearSpan::new(a.min(b), a.max(b)).unwrap()
    }

    pub(crate) fn cents(&mut self, fixed: i64) -> Cents {
        let rolled = self.wide() * if self.roll(2) == 0 { 1 } else { -1 };
        Cents::new(if self.dice.is_none() { fixed } else { rolled }).unwrap()
    }

    pub(crate) fn points(&mut self, fixed: i32) -> BasisPoints {
        let rolled = i32::try_from(self.roll(200_001)).unwrap() - 100_000;
        BasisPoints::new(if self.dice.is_none() { fixed } else { rolled }).unwrap()
    }

    pub(crate) fn flag(&mut self, fixed: bool) -> bool {
        if self.dice.is_none() { fixed } else { self.roll(2) == 1 }
    }

    pub(crate) fn number(&mut self, fixed: u32) -> u32 {
        if self.dice.is_none() { fixed } else { self.roll(u32::MAX - 1) + 1 }
    }

    /// The first as an example, any when rolled.
    pub(crate) fn one_of<T: Clone>(&mut self, values: &[T]) -> T {
        let place = self.roll(u32::try_from(values.len()).unwrap());
        values[place as usize].clone()
    }

    /// There as an example, there or not when rolled.
    pub(crate) fn opt<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.dice.is_none() || self.roll(2) == 1).then(|| value(self))
    }

    /// Not there as an example, there or not when rolled: a field that came after the examples of its kind were stored.
    pub(crate) fn later<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.dice.is_some() && self.roll(2) == 1).then(|| value(self))
    }

    pub(crate) fn category(&mut self, fixed: &str) -> Category {
        let rolled = ["3.4.2", "1.1", "4.3.3", "10.12"][self.roll(4) as usize];
        Category::new(if self.dice.is_none() { fixed } else { rolled }).unwrap()
    }

    /// A field that was added after the fixed examples were stored: never in them, there or not when rolled.
    pub(crate) fn added_later<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.dice.is_some() && self.roll(2) == 1).then(|| value(self))
    }

    /// One per example, or any number from `least` to `least + 3` when rolled.
    pub(crate) fn list<E: Copy, T>(
        &mut self,
        least: usize,
        examples: &[E],
        mut value: impl FnMut(&mut Self, E) -> T,
    ) -> Vec<T> {
        let count = if self.dice.is_none() { examples.len() } else { least + self.roll(4) as usize };
        (0..count).map(|place| value(self, examples[place % examples.len()])).collect()
    }

    /// The given example, or any amount when rolled.
    pub(crate) fn amount(&mut self, fixed: &Amount) -> Amount {
        if self.dice.is_none() {
            return fixed.clone();
        }
        match self.roll(9) {
            0 => Amount::Exact(self.cents(0)),
            1 => Amount::About { cents: self.cents(0), granularity: self.cents(0) },
            2 => Amount::AtMost(self.cents(0)),
            3 => Amount::LessThan(self.cents(0)),
            4 => Amount::AtLeast(self.cents(0)),
            5 => Amount::Range { low: self.cents(0), high: self.cents(0) },
            6 => Amount::PercentOf {
                share: self.points(0),
                base: self.base(),
                bound: self.one_of(&[Bound::Exactly, Bound::AtLeast, Bound::AtMost]),
            },
            7 => Amount::Qualitative(self.text("")),
            _ => Amount::Unknown {
                reason: self.text(""),
                promised: self
                    .opt(|s| openboek_rules::amount::Promise { document: s.text(""), expected: s.date("") }),
            },
        }
    }

    fn base(&mut self) -> Base {
        if self.roll(2) == 0 {
            Base::Unknown(self.opt(|s| s.text("")))
        } else {
            Base::Figures(self.list(1, &["A08"], |s, id| s.id(id, FigureId::new)))
        }
    }
}
