
# Completes ART: behind a plus the keys of a line of text and their values, else a preset or a list.
function __neurotty_art
    set -l word (commandline -ct)
    if not string match -q '*+*' -- $word
        printf '%s\n' ARTS
        return
    end
    set -l head (string replace -r '[^+]*$' '' -- $word)
    set -l parts KEYS
    string match -q '*=*' -- (string replace -r '^.*\+' '' -- $word); and set parts VALUES
    printf '%s\n' $head$parts
end
