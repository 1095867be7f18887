import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aLoopbackServer, json, type Loopback } from './loopback.ts'
import { contractFile, type Prism, startPrism } from './prism.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Dict = { [key: string]: Json }

const dict = (value: Json | undefined): Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}

/** Those paths of several contracts as one, with what they refer to: a few paths start in a second, all in many. */
function contractPart(names: readonly string[], paths: readonly string[]): Dict {
  const whole = names.map(name => dict(JSON.parse(readFileSync(contractFile(name) ?? name, 'utf8'))))
  const kept = Object.assign({}, ...whole.map(one => dict(one.paths))) as Dict
  const found = Object.fromEntries(paths.map(path => [path, withoutEmptyExamples(kept[path] ?? null)]))
  for (const path of paths) if (found[path] === null) throw new Error(`no such path in the contracts: ${path}`)
  const components = referred(
    found,
    whole.map(one => dict(one.components)),
  )
  const [first] = whole
  return { openapi: first?.openapi ?? '3.0.0', info: { title: 'part', version: '1' }, paths: found, components }
}

/** An example that holds nothing hides the schema's own, which do. */
function withoutEmptyExamples(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmptyExamples)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'example' && inner === null))
      .filter(([key, inner]) => !(key === 'examples' && saysNothing(inner)))
      .map(([key, inner]) => [key, withoutEmptyExamples(inner)]),
  )
}

function saysNothing(examples: Json): boolean {
  const values = Object.values(dict(examples)).map(example => JSON.stringify(dict(example).value))
  return values.length > 0 && values.every(value => value === '{}')
}

/** Everything that `from` refers to, and what that refers to in turn. */
function referred(from: Json, among: readonly Dict[]): Dict {
  const found: Record<string, Dict> = {}
  const schemes = Object.assign({}, ...among.map(one => dict(one.securitySchemes))) as Dict
  const visit = (value: Json) => {
    if (typeof value !== 'object' || value === null) return
    const ref = dict(value).$ref
    const [, , kind, name] = typeof ref === 'string' ? ref.split('/') : []
    if (kind !== undefined && name !== undefined && !found[kind]?.[name]) {
      const target = among.map(one => dict(one[kind])[name]).find(one => one !== undefined)
      if (target !== undefined) {
        found[kind] = { ...found[kind], [name]: withoutEmptyExamples(target) }
        visit(target)
      }
    }
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(from)
  return { ...found, ...(Object.keys(schemes).length > 0 ? { securitySchemes: schemes } : {}) }
}

export interface Front {
  server: Loopback
  /** Answers that were errors, as `status method path: body`. */
  refused: string[]
  stop(): Promise<void>
}

export interface FrontOptions {
  /** Files of the contracts. */
  contracts: readonly string[]
  /** The paths of them that are used, where they are JSON. Absent: the first one whole. */
  paths?: readonly string[]
  /** Sent with every request, such as `prefer`. */
  headers?: Record<string, string>
  /** Changes an answer: Prism keeps no state, so its lists have to be ended. */
  change?(value: unknown, path: string): unknown
  /** Headers of an answer. */
  answer?(path: string): Record<string, string>
}

/** Prism on a contract, with a server in front of it that ends lists and notes what was refused. */
export async function aContractFront(options: FrontOptions): Promise<Front> {
  const { contracts, paths = null, headers: more = {}, change = value => value, answer = () => ({}) } = options
  const dir = mkdtempSync(join(tmpdir(), 'forestall-contract-'))
  const file = join(dir, 'contract.json')
  if (paths) writeFileSync(file, JSON.stringify(contractPart(contracts, paths)))
  const prism: Prism = await startPrism(paths ? file : (contractFile(contracts[0] ?? '') ?? ''))
  const refused: string[] = []
  const server = await aLoopbackServer((ask, res) => {
    const { authorization = '', 'content-type': type } = ask.headers
    const { pathname, search } = ask.url
    fetch(prism.url + pathname + search, {
      method: ask.method,
      headers: { authorization, ...(type ? { 'content-type': type } : {}), ...more },
      ...(ask.body ? { body: ask.body } : {}),
    })
      .then(async said => {
        const text = await said.text()
        if (said.status >= 400) refused.push(`${said.status} ${ask.method} ${pathname}${search}: ${text.slice(0, 400)}`)
        json(res, change(JSON.parse(text), pathname), said.status, answer(pathname))
      })
      .catch(error => {
        refused.push(`${ask.method} ${pathname}: ${String(error)}`)
        json(res, {}, 500)
      })
  })
  return {
    server,
    refused,
    async stop() {
      await server.stop()
      prism.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
