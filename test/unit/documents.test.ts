import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listCalls } from '../../main/cli/call.ts'
import { HELP } from '../../main/cli/cli.ts'

const root = resolve(import.meta.dirname, '../..')
const within = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`)
const ours = ['main', 'renderer', 'preload', 'shared', 'resources', 'test', 'docs'].flatMap(within)
const files = [...ours, ...readdirSync(root)].map(file => file.replaceAll('\\', '/'))
const documents = files.filter(file => file.endsWith('.md'))
const text = (file: string) => readFileSync(join(root, file), 'utf8')

/** What all documents say that `pattern` finds, with the place where they say it. */
const said = (pattern: RegExp) =>
  documents.flatMap(file => [...text(file).matchAll(pattern)].map(([whole, found = whole]) => ({ file, found })))

/** A heading as the address of its section: `## Where to add` is `#where-to-add`. */
const anchors = (file: string): string[] =>
  [...text(file).matchAll(/^#+ (.*)$/gm)].map(([, head = '']) =>
    head
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('documents', () => {
  it('link to what is there', () => {
    const broken = said(/\]\(([^)\s]+)\)/g).filter(({ file, found }) => {
      if (/^(https?|mailto):/.test(found)) return false
      const [path = '', anchor] = found.split('#')
      const to = path === '' ? file : relative(root, resolve(root, dirname(file), path))
      return !existsSync(join(root, to)) || (anchor !== undefined && !anchors(to).includes(anchor))
    })
    expect(broken).toEqual([])
  })

  it('name sources that are there, by a path or the end of one', () => {
    const proposed = ['checks/owners.ts']
    const known = (name: string) => proposed.includes(name) || files.some(file => `/${file}`.endsWith(`/${name}`))
    expect(said(/`([\w./-]+\.tsx?)`/g).filter(({ found }) => !known(found))).toEqual([])
  })

  it('name calls, commands and scripts that are there', () => {
    const calls = new Set(listCalls().map(({ name }) => name))
    expect(said(/forestall call ([\w.]+)/g).filter(({ found }) => !calls.has(found))).toEqual([])
    const commands = new Set(HELP.split('\n').flatMap(line => /^ {2}([a-z][a-z-]*)/.exec(line)?.[1] ?? []))
    expect(commands.size).toBeGreaterThan(40)
    const called = said(/(?:`|^ {4})(?:npx )?forestall (?:--\w+ \S+ )*([a-z][a-z-]*)/gm)
    expect(called.length).toBeGreaterThan(50)
    expect(called.filter(({ found }) => !commands.has(found))).toEqual([])
    const { scripts } = JSON.parse(text('package.json')) as { scripts: object }
    expect(said(/npm run ([\w:-]+)/g).filter(({ found }) => !Object.hasOwn(scripts, found))).toEqual([])
  })

  it('draw every thread that the engine starts', () => {
    const workers = files.flatMap(file => /^main\/.*\/([a-z]+)-worker\.ts$/.exec(file)?.[1] ?? [])
    const drawn = [...text('ARCHITECTURE.md').matchAll(/[├└]─ (\w+) +worker thread/g)].map(([, name]) => name)
    expect(drawn.sort()).toEqual(workers.sort())
  })
})
