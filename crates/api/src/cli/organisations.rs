//! `congvan org …` and `congvan user …`.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use clap::Subcommand;
use storage::organisations::Organisation;
use workflow::access::Role;
use workflow::{Refusal, UnitId};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::identity::set_password;
use crate::ops::organisations::{
    self, NewPerson, NewPosition, add_person, add_unit, end_person, find, list_people, list_units,
};

#[derive(Subcommand)]
pub enum Org {
    /// Found an agency.
    Add {
        /// Short name: letters, digits, hyphens.
        slug: String,
        /// Full name.
        name: String,
    },
    /// List agencies with their units.
    List,
    /// Add a unit to an agency.
    AddUnit {
        /// The agency.
        slug: String,
        /// Name of the unit.
        name: String,
        /// Name of the unit above.
        #[arg(long)]
        parent: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum User {
    /// Add a person in a post; the password is read from the standard input.
    Add {
        /// The agency.
        slug: String,
        /// Sign-in name.
        login: String,
        /// Full name.
        name: String,
        /// clerk, chief_of_office, leader, head_of_unit, specialist, archivist or administrator.
        #[arg(long)]
        role: String,
        /// Title of the post.
        #[arg(long)]
        title: String,
        /// Name of the unit.
        #[arg(long)]
        unit: Option<String>,
    },
    /// List people and posts of an agency.
    List {
        /// The agency.
        slug: String,
    },
    /// Set a password (read from the standard input), unlock the account, end its sessions.
    Password {
        /// The agency.
        slug: String,
        /// Sign-in name.
        login: String,
    },
    /// End an account today.
    End {
        /// The agency.
        slug: String,
        /// Sign-in name.
        login: String,
        /// Sign-in name of whoever takes over what waits for the person.
        #[arg(long)]
        successor: Option<String>,
    },
}

impl Org {
    pub async fn run(self, app: &App) -> Result<ExitCode> {
        match self {
            Org::Add { slug, name } => {
                let agency = organisations::found(app, &slug, &name).await?;
                println!("{}  {}", agency.slug, agency.id);
            }
            Org::List => {
                for agency in organisations::list(app).await? {
                    println!("{}  {}", agency.slug, agency.name);
                    for unit in list_units(app, agency.id).await? {
                        println!("    {}", unit.name);
                    }
                }
            }
            Org::AddUnit { slug, name, parent } => {
                let agency = agency(app, &slug).await?;
                let parent = unit(app, &agency, parent.as_deref()).await?;
                add_unit(app, agency.id, None, (&name, parent), None).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl User {
    pub async fn run(self, app: &App) -> Result<ExitCode> {
        match self {
            User::Add {
                slug,
                login,
                name,
                role,
                title,
                unit: unit_name,
            } => {
                let agency = agency(app, &slug).await?;
                let role = Role::from_code(&role).ok_or_else(|| {
                    OpError::Invalid(Refusal::new("organisations.role_unknown").with("role", role))
                })?;
                let unit = unit(app, &agency, unit_name.as_deref()).await?;
                let password = read_password()?;
                let position = NewPosition { title, role, unit };
                let new = NewPerson {
                    login,
                    name,
                    password,
                    position,
                };
                let id = add_person(app, agency.id, None, new, None).await?;
                println!("{id}");
            }
            User::List { slug } => {
                for (person, holdings) in list_people(app, agency(app, &slug).await?.id).await? {
                    let posts: Vec<_> = holdings
                        .iter()
                        .map(|held| {
                            format!("{} ({})", held.position.title, held.position.role.code())
                        })
                        .collect();
                    println!("{}  {}  {}", person.login, person.name, posts.join(", "));
                }
            }
            User::Password { slug, login } => {
                let agency = agency(app, &slug).await?;
                let person = person(app, &agency, &login).await?;
                set_password(app, agency.id, None, person, read_password()?).await?;
            }
            User::End {
                slug,
                login,
                successor,
            } => {
                let agency = agency(app, &slug).await?;
                let leaver = person(app, &agency, &login).await?;
                let successor = match successor {
                    Some(login) => Some(person(app, &agency, &login).await?),
                    None => None,
                };
                end_person(app, agency.id, None, leaver, successor).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn agency(app: &App, slug: &str) -> Result<Organisation> {
    let unknown = Refusal::new("organisations.unknown").with("slug", slug);
    find(app, slug).await?.ok_or(OpError::Invalid(unknown))
}

async fn unit(app: &App, agency: &Organisation, name: Option<&str>) -> Result<Option<UnitId>> {
    let Some(name) = name else { return Ok(None) };
    let units = list_units(app, agency.id).await?;
    let unknown = Refusal::new("organisations.unit_unknown").with("unit", name);
    let unit = units
        .iter()
        .find(|unit| unit.name == name)
        .ok_or(OpError::Invalid(unknown))?;
    Ok(Some(unit.id))
}

async fn person(app: &App, agency: &Organisation, login: &str) -> Result<workflow::PersonId> {
    let people = list_people(app, agency.id).await?;
    let unknown = Refusal::new("organisations.login_unknown").with("login", login);
    let found = people.iter().find(|(person, _)| person.login == login);
    Ok(found.ok_or(OpError::Invalid(unknown))?.0.id)
}

fn read_password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("Mật khẩu: ");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
