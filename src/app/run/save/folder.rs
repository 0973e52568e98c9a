//! Where the user keeps pictures.

#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;

/// The user's folder of pictures, or else the one we are in.
///
/// As the XDG user directories have it (<https://www.freedesktop.org/wiki/Software/xdg-user-dirs/>): the
/// variable, then `user-dirs.dirs`, or on Windows the registry, then `Pictures` at home, which other systems have too.
pub(super) fn pictures() -> PathBuf {
    let variable = || std::env::var_os("XDG_PICTURES_DIR").map(PathBuf::from);
    let usual = || Some(etcetera::home_dir().ok()?.join("Pictures"));
    let places: [&dyn Fn() -> Option<PathBuf>; 3] = [&variable, &configured, &usual];
    let found = places.iter().filter_map(|place| place()).find(|folder| folder.is_dir());
    found.unwrap_or_else(|| PathBuf::from("."))
}

/// As the file says that desktops keep.
#[cfg(unix)]
fn configured() -> Option<PathBuf> {
    use etcetera::{BaseStrategy as _, base_strategy::choose_base_strategy};
    let directories = choose_base_strategy().ok()?;
    let text = std::fs::read_to_string(directories.config_dir().join("user-dirs.dirs")).ok()?;
    named_in(&text, directories.home_dir())
}

/// As the registry says, where it is noted that OneDrive keeps the pictures, or another disk. The program that comes with
/// Windows is asked, since no safe code of ours reads the registry.
#[cfg(windows)]
fn configured() -> Option<PathBuf> {
    use std::os::windows::process::CommandExt as _;
    use std::process::{Command, Stdio};
    /// With a console of its own that is not seen: <https://learn.microsoft.com/windows/win32/procthread/process-creation-flags>.
    const CREATE_NO_WINDOW: u32 = 0x800_0000;
    const FOLDERS: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders";
    let program = PathBuf::from(std::env::var_os("SystemRoot")?).join(r"System32\reg.exe");
    let mut command = Command::new(program);
    command.args(["query", FOLDERS, "/v", PICTURES]).stdin(Stdio::null()).stderr(Stdio::null());
    let said = command.creation_flags(CREATE_NO_WINDOW).output().ok()?.stdout;
    // Letters beyond ASCII come in an encoding that is not known here: then no such folder is found.
    registered_in(&String::from_utf8_lossy(&said), &|name| std::env::var(name).ok())
}

/// What Windows calls the folder in its registry, in every language.
#[cfg(any(windows, test))]
const PICTURES: &str = "My Pictures";

/// The folder in the answer of `reg query`: name, type and value in a line. A value may name variables between percent
/// signs.
#[cfg(any(windows, test))]
fn registered_in(answer: &str, variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let value = answer.lines().find_map(|line| {
        let (kind, value) = line.trim().strip_prefix(PICTURES)?.trim_start().split_once(char::is_whitespace)?;
        matches!(kind, "REG_SZ" | "REG_EXPAND_SZ").then(|| value.trim())
    })?;
    let parts = value.split('%').enumerate();
    let path: Option<String> =
        parts.map(|(index, part)| if index % 2 == 0 { Some(part.to_owned()) } else { variable(part) }).collect();
    path.filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// What the shell script `text` calls the folder of pictures: absolute, or below `$HOME`.
#[cfg(unix)]
fn named_in(text: &str, home: &Path) -> Option<PathBuf> {
    let value = text.lines().filter_map(|line| line.trim().strip_prefix("XDG_PICTURES_DIR=")).next_back()?;
    let value = value.trim().trim_matches('"');
    match value.strip_prefix("$HOME") {
        Some(below) => Some(home.join(below.trim_start_matches('/'))),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_users_own_name_for_the_folder_is_read() {
        let named = |text| named_in(text, Path::new("/home/me"));
        assert_eq!(named("# XDG\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n"), Some("/home/me/Bilder".into()));
        assert_eq!(named("XDG_MUSIC_DIR=\"/m\"\nXDG_PICTURES_DIR=\"/data/pics\""), Some("/data/pics".into()));
        assert_eq!(named("XDG_PICTURES_DIR=\"pics\""), None);
        assert_eq!(named(""), None);
    }

    #[test]
    fn the_folder_is_read_from_the_registry_of_windows() {
        let variable = |name: &str| (name == "USERPROFILE").then(|| r"C:\Users\me".to_owned());
        let found = |line: &str| {
            let answer = format!("\r\nHKEY_CURRENT_USER\\Software\\…\\User Shell Folders\r\n    {line}\r\n\r\n");
            registered_in(&answer, &variable)
        };
        let expanded = r"My Pictures    REG_EXPAND_SZ    %USERPROFILE%\OneDrive - Work\Pictures";
        assert_eq!(found(expanded), Some(r"C:\Users\me\OneDrive - Work\Pictures".into()));
        assert_eq!(found(r"My Pictures    REG_SZ    D:\Bilder"), Some(r"D:\Bilder".into()));
        assert_eq!(found(r"My Pictures    REG_EXPAND_SZ    %ELSEWHERE%\Pictures"), None);
        for nothing in
            ["", "My Music    REG_SZ    D:\\Music", "My Pictures    REG_DWORD    0x1", "My Pictures    REG_SZ    "]
        {
            assert_eq!(found(nothing), None, "{nothing}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn the_folder_of_this_machine_is_one_if_it_is_registered() {
        let registered = configured();
        assert!(registered.as_ref().is_none_or(|folder| folder.is_absolute()), "{registered:?}");
    }
}
