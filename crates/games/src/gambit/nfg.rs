//! `.nfg`: strategies as counts or as labels, payoffs flat or by outcomes.

use crate::error::GameError;
use crate::gambit::lexer::{Lexer, Token};
use crate::normal::{CELLS, Normal, profiles};
use crate::number::Rational;
use num_traits::Zero;

/// Reads the file after its first word.
pub fn read(lexer: &mut Lexer<'_>) -> Result<Normal, GameError> {
    head(lexer, "1")?;
    let title = lexer.quoted("the title")?;
    let players = labels(lexer, "the players' names")?;
    let strategies = strategies(lexer, players.len())?;
    let sizes: Vec<usize> = strategies.iter().map(Vec::len).collect();
    let Some(cells) = profiles(&sizes) else {
        return Err(lexer.error(&format!("more than {CELLS} payoffs: {sizes:?} strategies")));
    };
    let mut comment = String::new();
    if let Token::Quoted(_) = lexer.peek()? {
        comment = lexer.quoted("the comment")?;
    }
    let payoffs = match lexer.peek()? {
        Token::Mark('{') => by_outcome(lexer, cells, players.len())?,
        _ => flat(lexer, cells * players.len())?,
    };
    match lexer.next()? {
        Token::End => {}
        other => return Err(lexer.wanted("the end of the file after the last payoff", other)),
    }
    let mut game = Normal::new(&title, players, strategies, payoffs)?;
    game.comment = comment;
    Ok(game)
}

/// Version and the letter for the kind of numbers.
pub fn head(lexer: &mut Lexer<'_>, version: &str) -> Result<(), GameError> {
    let found = lexer.word("the version")?;
    if found != version {
        return Err(lexer.error(&format!("version {version} is wanted, not `{found}`")));
    }
    match lexer.word("R or D")? {
        "R" | "D" => Ok(()),
        other => Err(lexer.error(&format!("R or D is wanted, not `{other}`"))),
    }
}

/// A list of labels in braces.
pub fn labels(lexer: &mut Lexer<'_>, what: &str) -> Result<Vec<String>, GameError> {
    lexer.mark('{', &format!("before {what}"))?;
    let mut list = Vec::new();
    loop {
        match lexer.peek()? {
            Token::Quoted(_) => list.push(lexer.quoted("a label")?),
            other => {
                lexer.next()?;
                if other == Token::Mark('}') {
                    break;
                }
                return Err(lexer.wanted(&format!("one of {what}, or `}}`"), other));
            }
        }
    }
    if list.is_empty() {
        return Err(lexer.error(&format!("{what}: none are given")));
    }
    Ok(list)
}

fn strategies(lexer: &mut Lexer<'_>, players: usize) -> Result<Vec<Vec<String>>, GameError> {
    lexer.mark('{', "before the strategies")?;
    let mut all = Vec::new();
    let mut counted = None;
    loop {
        match lexer.peek()? {
            Token::Mark('}') => {
                lexer.next()?;
                break;
            }
            Token::Mark('{') if counted != Some(true) => {
                counted = Some(false);
                all.push(labels(lexer, "the strategies' names")?);
            }
            Token::Word(_) if counted != Some(false) => {
                counted = Some(true);
                let count = lexer.whole("the number of strategies")?;
                let count = usize::try_from(count).ok().filter(|n| (1..=CELLS).contains(n));
                let Some(count) = count else {
                    return Err(lexer.error(&format!("a number of strategies is 1 to {CELLS}")));
                };
                let sizes: Vec<usize> = all.iter().map(Vec::len).chain([count]).collect();
                if profiles(&sizes).is_none() {
                    return Err(lexer.error(&format!("more than {CELLS} payoffs: {sizes:?} strategies")));
                }
                all.push((1..=count).map(|n| n.to_string()).collect());
            }
            other => {
                lexer.next()?;
                return Err(lexer.wanted("a number of strategies, a list of names, or `}`", other));
            }
        }
        if all.len() > players {
            return Err(lexer.error(&format!("strategies of {} players; there are {players}", all.len())));
        }
    }
    if all.len() != players {
        return Err(lexer.error(&format!("strategies of {} players; there are {players}", all.len())));
    }
    Ok(all)
}

fn flat(lexer: &mut Lexer<'_>, count: usize) -> Result<Vec<Rational>, GameError> {
    let mut payoffs = Vec::with_capacity(count);
    while payoffs.len() < count {
        if lexer.peek()? == Token::End {
            lexer.next()?;
            let why = format!("the file ends after {} of {count} payoffs", payoffs.len());
            return Err(lexer.error(&why));
        }
        payoffs.push(lexer.number("a payoff")?);
    }
    Ok(payoffs)
}

fn by_outcome(lexer: &mut Lexer<'_>, cells: usize, players: usize) -> Result<Vec<Rational>, GameError> {
    lexer.mark('{', "before the outcomes")?;
    let mut outcomes = Vec::new();
    while !lexer.takes('}')? {
        lexer.mark('{', "before an outcome")?;
        lexer.quoted("the name of an outcome")?;
        outcomes.push(payoffs(lexer, players)?);
    }
    let mut all = Vec::with_capacity(cells * players);
    for cell in 0..cells {
        if lexer.peek()? == Token::End {
            lexer.next()?;
            return Err(lexer.error(&format!("the file ends after {cell} of {cells} outcome numbers")));
        }
        let number = lexer.whole("the number of an outcome")?;
        match usize::try_from(number).ok().filter(|n| *n <= outcomes.len()) {
            Some(0) => all.extend((0..players).map(|_| Rational::zero())),
            Some(n) => all.extend(outcomes[n - 1].iter().cloned()),
            None => return Err(lexer.error(&format!("there is no outcome {number}"))),
        }
    }
    Ok(all)
}

/// Payoffs of one outcome up to its closing brace; commas between them may stand or not.
pub fn payoffs(lexer: &mut Lexer<'_>, players: usize) -> Result<Vec<Rational>, GameError> {
    let mut values = Vec::new();
    loop {
        match lexer.peek()? {
            Token::Mark('}') => {
                lexer.next()?;
                break;
            }
            Token::Mark(',') if !values.is_empty() => {
                lexer.next()?;
                if lexer.peek()? == Token::Mark(',') {
                    lexer.next()?;
                    return Err(lexer.error("two commas in a row"));
                }
            }
            _ if values.len() == players => {
                let token = lexer.next()?;
                return Err(lexer.wanted(&format!("`}}` after {players} payoffs"), token));
            }
            _ => values.push(lexer.number("a payoff")?),
        }
    }
    if values.len() != players {
        return Err(lexer.error(&format!("{} payoffs for {players} players", values.len())));
    }
    Ok(values)
}
