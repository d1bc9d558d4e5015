//! `demarche desk serve`: the desk's own screen, on this machine only, behind a link that works once.

use crate::command::desk::{DeskCommand, ServeArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::assess::inputs;
use crate::run::desk_panels::panels;
use crate::run::desk_record::records;
use crate::stopped::Stopped;
use desk::serve::{Desk, Entry, History, router};
use serde_json::json;
use std::sync::Arc;

/// Does what the command asks.
pub fn run(command: DeskCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        DeskCommand::Serve(args) => serve(&args, output),
    }
}

fn serve(args: &ServeArgs, output: &Output) -> Result<Exit, Stopped> {
    if !args.listen.ip().is_loopback() {
        return Err(Stopped::usage("an address of this machine", &args.listen.to_string()));
    }
    // Wrong files are refused before anything is listened on.
    let first = inputs(&args.inputs)?;
    let panels = panels(&args.inputs, &first, output);
    for panel in panels.values() {
        panel().map_err(Stopped::here)?;
    }
    let trouble = |why: std::io::Error| Stopped::file(&args.inputs.assumptions, &why);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(trouble)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(trouble)?;
        let at = listener.local_addr().map_err(trouble)?;
        let (read, say) = (args.inputs.clone(), output.clone());
        let announce = move |link: &str| {
            let address = format!("http://{at}/#link={link}");
            say.print(&json!({ "address": address }), &format!("PRIVATE desk at {address}"));
        };
        let entry = Entry::new(Box::new(announce)).map_err(|why| trouble(std::io::Error::other(why)))?;
        let desk = Desk {
            files: Box::new(move || inputs(&read).map_err(Stopped::refusal)),
            panels,
            records: records(),
            entry,
            history: History::default(),
            hosts: screen::hosts(at.port()),
        };
        let routes = router(Arc::new(desk));
        let ended = axum::serve(listener, routes).with_graceful_shutdown(super::until_told_to_stop()).await;
        ended.map_err(trouble)
    })?;
    Ok(Exit::Done)
}
