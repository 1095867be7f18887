import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { filesOf } from './helpers/imports.ts'

/**
 * How people are spoken to: every literal that looks like a sentence is held to a few rules that a machine can check.
 * Comments, names of tests and documents are held to those of them that are `everywhere`; identifiers to none.
 */
const FOLDERS = [
  'renderer',
  'shared',
  'main',
  'resources/actions',
  'resources/channels',
  'resources/playbooks',
  'resources/triggers',
]

interface Rule {
  wrong: RegExp
  better: string
  /** Holds for the reason of an error only: a `why`. */
  reason?: true
  /** Holds for those who read the code, too. */
  everywhere?: true
}

const RULES: readonly Rule[] = [
  { wrong: /(^|[.:;] )Of\s/, better: 'begin with the subject', everywhere: true },
  { wrong: /^(It|Its|None|That)\b/, better: 'name the noun that the reason is about', reason: true },
  { wrong: /\bwhoever\b/i, better: 'name the person', everywhere: true },
  { wrong: /\bwhat came\b/i, better: 'name the data', everywhere: true },
  { wrong: /\ball the same\b/i, better: 'nevertheless, anyway', everywhere: true },
  { wrong: /\bnought\b/i, better: '0, none', everywhere: true },
  { wrong: /\banew\b/i, better: 'again', everywhere: true },
  { wrong: /\bby (it|them)sel(f|ves)\b/i, better: 'automatically', everywhere: true },
  { wrong: /\bstands\b/i, better: 'is' },
  { wrong: /\b(take|takes|taken|took) (it |them )?back\b/i, better: 'recall a message, undo a decision' },
  { wrong: /\bset aside\b/i, better: 'override a check, quarantine a row' },
  { wrong: /\bunder way\b/i, better: 'running, in progress' },
  { wrong: /\bswitch(ed)? (on|off)\b/i, better: 'turn on, turn off' },
  { wrong: /[a-z]!(\s|$)/i, better: 'a full stop' },
  {
    wrong: /\b(color|behavior|favorite|license[ds]|canceled|labeled|fulfill(s|ed|ment)?)\b/i,
    better: 'British spelling',
  },
  {
    wrong:
      /\b(organi|authori|recogni|reali|synchroni|initiali|normali|summari|prioriti|analy)z(e|es|ed|er|ing|ation)\b/i,
    better: 'British spelling',
  },
]

interface Literal {
  text: string
  at: number
  /** It is what an error gives as its reason. */
  reason: boolean
}

type Node = { type?: string; start?: number } & Record<string, unknown>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** The text of a string, a template with … for its values, or a piece of JSX; null for any other node. */
function textOf(node: Node): string | null {
  if (node.type === 'Literal' || node.type === 'JSXText') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral') return null
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}

/** `why: …` in an object, or the third argument of `fail(kind, what, why, todo)`. */
function reasonIn(node: Node): unknown {
  if (node.type === 'Property' && (node.key as Node).name === 'why') return node.value
  const called = node.type === 'CallExpression' && (node.callee as Node).name === 'fail'
  return called ? (node.arguments as unknown[])[2] : null
}

function literalsOf(node: unknown, found: Literal[] = [], reason = false): Literal[] {
  if (Array.isArray(node)) for (const one of node) literalsOf(one, found)
  else if (isNode(node)) {
    const text = textOf(node)
    if (text !== null) found.push({ text: text.replace(/\s+/g, ' ').trim(), at: node.start ?? 0, reason })
    const why = reasonIn(node)
    for (const [name, value] of Object.entries(node)) if (name !== 'loc') childrenOf(value, why, found)
  }
  return found
}

function childrenOf(value: unknown, why: unknown, found: Literal[]): void {
  for (const one of Array.isArray(value) ? value : [value]) literalsOf(one, found, one === why && isNode(one))
}

/** Migrations carry comments of their own, and what a migration says never changes. */
const SQL = /^(--|(ALTER|CREATE|INSERT|UPDATE|DELETE|SELECT|WITH)\s)/

/** Two words next to each other; class names are let in, since no rule is about them. */
const isSentence = ({ text }: Literal): boolean => !SQL.test(text) && /[a-z]{2,}[,;:.]? \S*[a-z]/i.test(text)

const rules = (literal: Literal): Rule[] =>
  isSentence(literal) ? RULES.filter(rule => (!rule.reason || literal.reason) && rule.wrong.test(literal.text)) : []

/** What is wrong in a source, as `file:line “text”: what is better`. JSON is read as the expression that it is. */
function wrongIn(file: string, source: string): string[] {
  const json = file.endsWith('.json')
  const { program } = parseSync(json ? `${file}.ts` : file, json ? `(${source})` : source)
  return literalsOf(program).flatMap(literal =>
    rules(literal).map(
      ({ better }) => `${file}:${source.slice(0, literal.at).split('\n').length} “${literal.text}”: ${better}`,
    ),
  )
}

/** Most files hold none of these in any place, and need not be parsed. */
const SUSPECT = /\bOf\s|\b(whoever|what came|all the same|nought|anew|by itself|by themselves)\b/i

/** The texts of comments, and of the names of tests. */
function proseOf(file: string, source: string): string[] {
  if (!SUSPECT.test(source.replace(/\s*\n[\s*/]*/g, ' '))) return []
  const { program, comments } = parseSync(file, source)
  const plain = comments.map(({ value }) => value.replace(/\s*\n\s*\*?\s*/g, ' ').replace(/^[*\s]+|\s+$/g, ''))
  return file.startsWith('test/')
    ? [
        ...plain,
        ...literalsOf(program)
          .filter(isSentence)
          .map(({ text }) => text),
      ]
    : plain
}

/** A line for a paragraph, an item or a row of a table. */
const linesOf = (document: string): string[] => document.replace(/\n\s*(?![-|#\d\s])/g, ' ').split('\n')

const unplain = (file: string, texts: readonly string[]): string[] =>
  texts.flatMap(text =>
    RULES.filter(({ wrong, everywhere }) => everywhere && wrong.test(text)).map(
      ({ better }) => `${file} “${text}”: ${better}`,
    ),
  )

const root = resolve(import.meta.dirname, '..')
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(tsx?|json)$/.test(name))
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)

describe('sentences that people read', () => {
  it.each(FOLDERS)('are plain in %s', folder => {
    const files = filesIn(folder)
    expect(files.length).toBeGreaterThan(1)
    expect(files.flatMap(file => wrongIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
  })

  it('are found in strings, templates and JSX, with their line, and nowhere else', () => {
    const source = [
      '// Of comments nothing is said: whoever writes one.',
      'const whoever = { stands: `anew` }',
      "const title = 'Of these, two are left'",
      'const line = <b className="btn small">Started anew {n} times</b>',
      "const fault = { what: 'It is over.', why: 'It was closed.' }",
      "const failed = fail('invalid', 'It is over.', `None of $".concat("{n} is left.`, 'Try again.')"),
    ].join('\n')
    expect(wrongIn('a.tsx', source)).toEqual([
      'a.tsx:3 “Of these, two are left”: begin with the subject',
      'a.tsx:4 “Started anew”: again',
      'a.tsx:5 “It was closed.”: name the noun that the reason is about',
      'a.tsx:6 “None of … is left.”: name the noun that the reason is about',
    ])
  })

  it('may name what a system calls itself, and words that merely look alike', () => {
    const source =
      "const a = ['the authorise URL', 'revocation_of_authorization', 'a standstill of it', 'Of', 'a != b']"
    expect(wrongIn('a.ts', source)).toEqual([])
  })

  it('are read in JSON, too', () => {
    expect(wrongIn('a.json', '{\n  "title": "Sent anew since Monday"\n}')).toEqual([
      'a.json:2 “Sent anew since Monday”: again',
    ])
  })
})

describe('what those who carry on read', () => {
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  // A released migration is never edited, and this file names what it forbids.
  const isOpen = (file: string) => !/migrations\/\d/.test(file) && file !== 'test/words.test.ts'

  it.each(['main', 'renderer', 'shared', 'preload', 'test'])('is plain in the comments and tests of %s', folder => {
    const files = filesOf(root, folder).filter(isOpen)
    expect(files.flatMap(file => unplain(file, proseOf(file, read(file))))).toEqual([])
  })

  it('is plain in documents', () => {
    const documents = [...filesOf(root, 'docs', ['.md']), ...filesOf(root, 'main', ['.md'])]
    const all = [...documents, 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md']
    expect(all.flatMap(file => unplain(file, linesOf(read(file))))).toEqual([])
  })

  it('is found in comments over several lines, in names of tests and in paragraphs', () => {
    const source = ['/**', ' * Starts', ' * anew. Of two, one.', ' */', "it('goes on all', () => f('on by itself'))"]
    expect(unplain('test/a.ts', proseOf('test/a.ts', source.join('\n')))).toEqual([
      'test/a.ts “Starts anew. Of two, one.”: begin with the subject',
      'test/a.ts “Starts anew. Of two, one.”: again',
      'test/a.ts “on by itself”: automatically',
    ])
    expect(linesOf('One\ntwo.\n\n- Three\n  four')).toEqual(['One two.', '', '- Three four'])
  })
})
