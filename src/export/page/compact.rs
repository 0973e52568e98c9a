//! Takes comments and spaces out of a page's code and shortens some of its names, and does nothing that needs a parser.
//!
//! It relies on how that code is written, which the tests of the pages hold it to: comments have lines of their own
//! and begin with `//`, statements end with a semicolon, no regular expression holds a quote or a space, and no property
//! is named as a variable of [`NAMES`].

/// Variables of the page's JavaScript that are named most often. Each becomes a dollar sign and a capital letter; nothing else there
/// is named so.
const NAMES: [&str; 26] = [
    "angle",
    "before",
    "block",
    "bytes",
    "changed",
    "event",
    "factor",
    "framebuffer",
    "functionName",
    "group",
    "index",
    "last",
    "neuron",
    "numbers",
    "other",
    "part",
    "places",
    "program",
    "scale",
    "screenSize",
    "share",
    "showControls",
    "side",
    "start",
    "text",
    "TEXTURE_WIDTH",
];

/// What code is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Language {
    JavaScript,
    Glsl,
    Css,
}

/// `code` without comments and without the spaces that mean nothing.
pub(in crate::export) fn compact(code: &str, language: Language) -> String {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut compact = Compact::new(&code, language);
    while let Some(letter) = compact.rest.chars().next() {
        compact.step(letter);
    }
    compact.out
}

/// What stands before the next statement of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Anything else.
    Other,
    /// A declaration that has not ended.
    Declaration,
    /// A declaration and its semicolon: another one can be joined to it by a comma.
    EndedDeclaration,
}

struct Compact<'a> {
    rest: &'a str,
    out: String,
    language: Language,
    /// For each open bracket, and the outermost level.
    before: Vec<Before>,
}

impl<'a> Compact<'a> {
    fn new(rest: &'a str, language: Language) -> Self {
        Self { rest, out: String::with_capacity(rest.len()), language, before: vec![Before::Other] }
    }

    fn step(&mut self, letter: char) {
        match letter {
            '`' => self.template(),
            '"' | '\'' => self.string(letter),
            _ if letter.is_whitespace() => self.space(),
            _ if self.is_at("const ") => self.declaration("const "),
            _ if self.is_at("let ") => self.declaration("let "),
            '0' if self.is_needless_zero() => self.rest = &self.rest[1..],
            _ if self.is_at_name(letter) => {
                self.follow(letter);
                self.name();
            }
            _ => {
                self.drop_before(letter);
                self.follow(letter);
                self.take(1);
            }
        }
    }

    /// Whether a word of JavaScript begins here.
    fn is_at(&self, word: &str) -> bool {
        let starts = self.language == Language::JavaScript && self.rest.starts_with(word);
        starts && !self.out.chars().next_back().is_some_and(is_word)
    }

    /// What is never assigned twice may be so with a shorter word, and declarations in a row are one.
    fn declaration(&mut self, word: &str) {
        let level = self.before.last_mut();
        let joined = level.as_deref() == Some(&Before::EndedDeclaration) && self.out.ends_with(';');
        if let Some(level) = level {
            *level = Before::Declaration;
        }
        if joined {
            self.out.pop();
            self.out.push(',');
            self.rest = self.rest[word.len()..].trim_start();
        } else {
            self.out.push_str("let");
            // The space decides itself.
            self.rest = &self.rest[word.len() - 1..];
        }
    }

    /// Whether a name of JavaScript begins here.
    fn is_at_name(&self, letter: char) -> bool {
        let begins = is_word(letter) && !letter.is_ascii_digit();
        self.language == Language::JavaScript && begins && !self.out.chars().next_back().is_some_and(is_word)
    }

    /// Copies a name; a variable of [`NAMES`] becomes shorter.
    fn name(&mut self) {
        let end = self.rest.find(|letter| !is_word(letter)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let is_property = self.out.ends_with('.') && !self.out.ends_with("...");
        match NAMES.iter().zip('A'..).find(|(known, _)| **known == name && !is_property) {
            Some((_, letter)) => self.out.extend(['$', letter]),
            None => self.out.push_str(name),
        }
        self.rest = rest;
    }

    /// `0.5` is `.5`.
    fn is_needless_zero(&self) -> bool {
        let before = self.out.chars().next_back();
        self.language == Language::JavaScript
            && self.rest.starts_with("0.")
            && !before.is_some_and(|before| is_word(before) || before == '.')
    }

    /// Keeps track of brackets and of declarations that end.
    fn follow(&mut self, letter: char) {
        let level = self.before.len() - 1;
        let here = self.before[level];
        match letter {
            ';' if here == Before::Declaration => self.before[level] = Before::EndedDeclaration,
            '}' | ')' | ']' if level > 0 => self.before.truncate(level),
            _ if here == Before::EndedDeclaration => self.before[level] = Before::Other,
            _ => {}
        }
        if "{([".contains(letter) {
            self.before.push(Before::Other);
        }
    }

    /// Copies this many letters.
    fn take(&mut self, letters: usize) {
        let end = self.rest.char_indices().nth(letters).map_or(self.rest.len(), |(index, _)| index);
        let (taken, rest) = self.rest.split_at(end);
        self.out.push_str(taken);
        self.rest = rest;
    }

    fn string(&mut self, quote: char) {
        self.take(1);
        while let Some(letter) = self.rest.chars().next() {
            self.take(if letter == '\\' { 2 } else { 1 });
            if letter == quote {
                break;
            }
        }
    }

    /// Copies a template as it is, with all that is inserted in it, templates too.
    fn template(&mut self) {
        self.take(1);
        while let Some(letter) = self.rest.chars().next() {
            if self.rest.starts_with("${") {
                self.insertion();
                continue;
            }
            self.take(if letter == '\\' { 2 } else { 1 });
            if letter == '`' {
                break;
            }
        }
    }

    fn insertion(&mut self) {
        let mut depth = 0;
        while let Some(letter) = self.rest.chars().next() {
            match letter {
                '`' => {
                    self.template();
                    continue;
                }
                '"' | '\'' => {
                    self.string(letter);
                    continue;
                }
                _ if self.is_at_name(letter) => {
                    self.name();
                    continue;
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            self.take(1);
            if letter == '}' && depth == 0 {
                break;
            }
        }
    }

    /// Keeps one space where words, or signs that would become another one, meet.
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
        let (before, behind) = (self.out.chars().next_back(), self.rest.chars().next());
        let (Some(before), Some(behind)) = (before, behind) else { return };
        let kept = match self.language {
            // A space is a selector's, or between two values.
            Language::Css => !"{};,:".contains(before) && !"{};,".contains(behind),
            _ => is_word(before) && is_word(behind) || before == behind && "+-".contains(before),
        };
        if kept {
            self.out.push(' ');
        }
    }

    /// A comma before a closing bracket, and a semicolon before a closing brace where the language does without.
    fn drop_before(&mut self, letter: char) {
        if self.language != Language::Css && "}])".contains(letter) && self.out.ends_with(',') {
            self.out.pop();
        }
        if self.language != Language::Glsl && letter == '}' && self.out.ends_with(';') {
            self.out.pop();
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || "_$".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_spaces_leave() {
        let code = "// why\nconst a = [1, 2,];\n\nfunction f(x) {\n    // how\n    return x + +a[0] - -0.5;\n}\n";
        assert_eq!(compact(code, Language::JavaScript), "let a=[1,2];function f(x){return x+ +a[0]- -.5}");
        assert_eq!(
            compact("vec4 f(vec4 x) {\n    return x * .5;\n}\n", Language::Glsl),
            "vec4 f(vec4 x){return x*.5;}"
        );
        let css = ".awake #area { cursor: grab; inset: 0 1px }\nnav > *, b:hover { top: 0 }\n";
        assert_eq!(compact(css, Language::Css), ".awake #area{cursor:grab;inset:0 1px}nav > *,b:hover{top:0}");
    }

    #[test]
    fn strings_and_templates_stay_as_they_are() {
        for text in ["'a  \\' b'", "\"a , }\"", "`a  ${ b + `c  ${ { d } }  e` }  f`", "`\\`  `"] {
            let code = format!("x = {text} ;");
            assert_eq!(compact(&code, Language::JavaScript), format!("x={text};"));
        }
    }

    #[test]
    fn declarations_in_a_row_become_one_and_no_others() {
        let code = "const a = () => { f(); };\nlet b = { c: [0] };\nconst d = 10.5;\nf(); const e = 1;\n";
        assert_eq!(compact(code, Language::JavaScript), "let a=()=>{f()},b={c:[0]},d=10.5;f();let e=1;");
        let code = "for (let i = 0; i < 1; i++) { let a = i; const [b] = a; }\nconst c = 1;\n";
        assert_eq!(compact(code, Language::JavaScript), "for(let i=0;i<1;i++){let a=i,[b]=a}let c=1;");
    }

    #[test]
    fn names_that_begin_like_a_keyword_stay() {
        assert_eq!(compact("const constant = unconst ;", Language::JavaScript), "let constant=unconst;");
    }

    #[test]
    fn variables_named_often_become_shorter_and_no_properties() {
        let code = "const index = f(...numbers, a.index, 'index', `index ${ index }`);";
        assert_eq!(compact(code, Language::JavaScript), "let $K=f(...$N,a.index,'index',`index ${ $K }`);");
        assert_eq!(compact("int index = 1;", Language::Glsl), "int index=1;");
    }

    #[test]
    fn unfinished_code_ends() {
        for code in ["'a", "`a", "`${a", "a \\", "", "`\\"] {
            for language in [Language::JavaScript, Language::Glsl, Language::Css] {
                assert!(compact(code, language).len() <= code.len());
            }
        }
    }
}
