//! The networks that have learnt something and are kept: a file each, in a folder of their own.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::busy;

/// What the files end in.
const ENDING: &str = "safetensors";

/// Writes `bytes` as `name.safetensors` into `folder`, which is made where it is missing; as `name-2.safetensors` and so
/// on where others have the name. No other file is ever replaced, whichever program writes it at the same time. Returns
/// the file's path.
///
/// The file is its owner's alone: the weights of a photo are the photo.
///
/// # Errors
/// If the folder can't be made, or the file can't be written: then there is none.
pub(crate) fn add(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let mut part = tempfile::Builder::new().prefix(".works").tempfile_in(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    for number in 1_u64.. {
        let path = folder.join(file_name(name, number));
        match busy::persist(part, |part| part.persist_noclobber(&path)) {
            Ok(_) => return Ok(path),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => part = error.file,
            Err(error) => return Err(error.error),
        }
    }
    unreachable!("an endless run of names")
}

fn file_name(name: &str, number: u64) -> String {
    if number == 1 { format!("{name}.{ENDING}") } else { format!("{name}-{number}.{ENDING}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let works = folder.path().join("data/works");
        let names: Vec<PathBuf> = (0..3).map(|byte| add(&works, "face", &[byte]).unwrap()).collect();
        assert_eq!(names, ["face", "face-2", "face-3"].map(|name| works.join(format!("{name}.safetensors"))));
        let kept: Vec<Vec<u8>> = names.iter().map(|path| fs::read(path).unwrap()).collect();
        assert_eq!(kept, [[0], [1], [2]]);
        assert_eq!(fs::read_dir(&works).unwrap().count(), 3, "nothing else is left");
    }

    #[test]
    fn works_that_are_kept_at_once_are_all_there() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for byte in 0..8_u8 {
                let works = folder.path();
                scope.spawn(move || add(works, "face", &[byte; 1000]).unwrap());
            }
        });
        let mut kept: Vec<Vec<u8>> =
            fs::read_dir(folder.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
        kept.sort();
        assert_eq!(kept, (0..8).map(|byte| vec![byte; 1000]).collect::<Vec<_>>());
    }
}
