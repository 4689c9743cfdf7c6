// The tokens of Python as far as colors need them. Pure: it takes any text, also one that Python could not read.

export const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' ')
const END = '(?![^])' // of the text: `$` would be that of a line
const STRINGS = ["'", '"'].flatMap((quote) => [
  String.raw`${quote.repeat(3)}(?:\\[^]|[^\\])*?(?:${quote.repeat(3)}|${END})`,
  String.raw`${quote}(?:\\.|[^\\\n${quote}])*${quote}?`,
])
const TOKENS = new RegExp(
  [
    String.raw`(?<c1>#[^\n]*)`,
    `(?<s1>(?:\\b[rbfuRBFU]{1,2}(?=['"]))?(?:${STRINGS.join('|')}))`,
    String.raw`(?<nf>(?<=\b(?:def|class)[ \t]+)\w+|^[ \t]*@[\w.]+)`,
    String.raw`(?<k>\b(?:${[...KEYWORDS, 'self'].join('|')})\b)`,
    String.raw`(?<p>[()[\]{}])`,
  ].join('|'),
  'gm',
)
const PARTNERS = { ')': '(', ']': '[', '}': '{' }

/** The tokens of `text` that have a color: {kind, start, end}, kinds as Pygments names them, 'p' for a bracket. */
export function tokensOf(text) {
  const found = []
  for (const match of text.matchAll(TOKENS)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined)
    found.push({ kind, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** The bracket before or after the place `at` and its partner, as tokens; none where there is no such pair. */
export function pairAt(text, tokens, at) {
  const open = []
  for (const token of tokens.filter(({ kind }) => kind === 'p')) {
    const sign = text[token.start]
    if (!(sign in PARTNERS)) open.push(token)
    else if (text[open.at(-1)?.start] === PARTNERS[sign]) {
      const pair = [open.pop(), token]
      if (pair.some(({ start, end }) => at === start || at === end)) return pair
    }
  }
  return []
}
