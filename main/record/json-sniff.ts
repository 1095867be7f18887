import { Tokenizer, TokenType } from '@streamparser/json'
import type { Format } from './rows.ts'

/** An object, or a list of them: no header begins so, whatever the file is called. */
const JSON_START = /^(\[\s*)?\{\s*"/

/** What kind a file is: by its name where that says it, else by how its content begins. */
export function formatOf(path: string, head: string): Format {
  const name = path.toLowerCase().replace(/\.gz$/, '')
  if (/\.(ndjson|jsonl)$/.test(name)) return 'ndjson'
  const start = head.trimStart()
  if (/\.(csv|tsv|tab|psv|txt)$/.test(name) && !JSON_START.test(start)) return 'csv'
  if (start.startsWith('[')) return 'json'
  if (!start.startsWith('{')) return 'csv'
  return isLines(start) ? 'ndjson' : 'json'
}

/** A first line that is a whole object, and more after it; or one that holds no list of objects. */
function isLines(text: string): boolean {
  const newline = text.indexOf('\n')
  const line = newline === -1 ? text : text.slice(0, newline)
  try {
    JSON.parse(line)
  } catch {
    return false
  }
  return (newline !== -1 && text.slice(newline).trim() !== '') || findList(line) === null
}

interface Container {
  list: boolean
  key: string | null
}

/**
 * The dotted path of the first list of objects in a document, from its beginning: empty where the document is the list;
 * null where none is met. A list that is empty counts where no other is found.
 */
export function findList(head: string): string | null {
  let found: string | null = null
  let empty: string | null = null
  const open: Container[] = []
  const tokenizer = new Tokenizer()
  let last: TokenType | null = null
  tokenizer.onToken = ({ token, value }) => {
    const inList = last === TokenType.LEFT_BRACKET
    if (inList && token === TokenType.LEFT_BRACE) found ??= pathOf(open)
    if (inList && token === TokenType.RIGHT_BRACKET) empty ??= pathOf(open)
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET)
      open.push({ list: token === TokenType.LEFT_BRACKET, key: null })
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) open.pop()
    const around = open.at(-1)
    const isKey = last === TokenType.LEFT_BRACE || last === TokenType.COMMA
    if (token === TokenType.STRING && around && !around.list && isKey) around.key = String(value)
    last = token
  }
  try {
    tokenizer.write(head)
  } catch {
    // Reading it will say where and why; what was found before stands.
  }
  return found ?? empty
}

/** Null for a list inside a list: it has no name. */
function pathOf(open: readonly Container[]): string | null {
  const above = open.slice(0, -1)
  return above.some(({ list }) => list) ? null : above.map(({ key }) => key ?? '').join('.')
}
