import type { Liquid, Template } from 'liquidjs'
import type { RequestTemplate } from '../../../shared/outbox/request.ts'
import { liquidOnDemand } from '../../template/liquid.ts'

/** What goes onto the wire. */
export interface BuiltRequest {
  method: RequestTemplate['method']
  url: string
  headers: Record<string, string>
  body?: string
}

export type Values = Record<string, unknown>
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A request whose templates were read once; `build` throws `Unfit` where its values make no request. */
export interface CompiledRequest {
  build(values: Values): BuiltRequest
}

/** The values do not fit the request: a person must look, no repetition helps. */
export class Unfit extends Error {}

const plain = liquidOnDemand({
  filters: {
    to_number: value => {
      const number = Number(value)
      if (!Number.isFinite(number)) throw new Unfit(`${String(value).slice(0, 40)} is not a number.`)
      return number
    },
  },
})
/** Every value stands for one segment: what would end it, or lead elsewhere, is encoded or refused. */
const segment = liquidOnDemand({
  toText: value => {
    const text = String(value)
    if (text === '' || text === '.' || text === '..') throw new Unfit('A part of the address is missing.')
    return encodeURIComponent(text)
  },
})
/** A name or a number, and its port. Nothing in it can be encoded, so what would lead elsewhere is refused. */
const HOST = /^(?:[\p{L}\p{M}\p{Nd}._-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu
const host = liquidOnDemand({
  toText: value => {
    const text = String(value)
    if (!HOST.test(text)) throw new Unfit(`“${text.slice(0, 60)}” is not a host name.`)
    return text
  },
})
/** Scheme and host of an address; a slash inside of `{{ }}` or `{% %}` does not end them. */
const AUTHORITY = /^\s*[a-z][a-z0-9+.-]*:\/\/(?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[^/?#])*/i

/** Reads the templates of a request. Throws liquidjs' own error, with line and column, where one cannot be read. */
export function compileRequest(request: RequestTemplate): CompiledRequest {
  const url = address(request.url)
  const query = Object.entries(request.query ?? {}).map(([name, text]) => [name, parsed(plain(), text)] as const)
  const headers = Object.entries(request.headers ?? {}).map(([name, text]) => [name, parsed(plain(), text)] as const)
  const form =
    request.form && Object.entries(request.form).map(([name, text]) => [name, parsed(plain(), text)] as const)
  const json = request.json === undefined ? null : leaf(request.json)
  const render = (templates: readonly (readonly [string, Renderer])[], values: Values) =>
    templates.map(([name, text]) => [name, text(values)] as const)
  return {
    build: values =>
      orUnfit(() => {
        const text = url(values)
        if (!URL.canParse(text)) throw new Unfit('The result is not a valid URL.')
        const built = new URL(text)
        for (const [name, text] of render(query, values)) built.searchParams.append(name, text)
        const sent = Object.fromEntries(render(headers, values).map(([name, text]) => [name, oneLine(name, text)]))
        const to = { method: request.method, url: built.href, headers: sent }
        if (json)
          return { ...to, headers: { ...sent, 'content-type': 'application/json' }, body: JSON.stringify(json(values)) }
        if (!form) return to
        const body = new URLSearchParams(render(form, values).map(([name, text]): [string, string] => [name, text]))
        return {
          ...to,
          headers: { ...sent, 'content-type': 'application/x-www-form-urlencoded' },
          body: body.toString(),
        }
      }),
  }
}

type Renderer = (values: Values) => string

/** Values in the host keep their port, those behind it are encoded. */
function address(text: string): Renderer {
  const before = AUTHORITY.exec(text)?.[0] ?? ''
  const authority = parsed(host(), before)
  const rest = parsed(segment(), text.slice(before.length))
  return values => authority(values) + rest(values)
}

function parsed(engine: Liquid, text: string): Renderer {
  const template: Template[] = engine.parse(text)
  return values => engine.renderSync(template, values) as string
}

const ONE_VALUE = /^\{\{((?:(?!\}\}|\{\{)[\s\S])*)\}\}$/

/** A string that is one value keeps its type; names of fields are never templates. */
function leaf(node: Json): (values: Values) => unknown {
  if (typeof node === 'string') {
    const value = ONE_VALUE.exec(node)?.[1]
    if (value === undefined) return parsed(plain(), node)
    // Parsed once here, so that a mistake is told when the manifest is read.
    plain().parse(node)
    return values => plain().evalValueSync(value.trim(), values)
  }
  if (Array.isArray(node)) {
    const items = node.map(leaf)
    return values => items.map(item => item(values))
  }
  if (node !== null && typeof node === 'object') {
    const fields = Object.entries(node).map(([name, child]) => [name, leaf(child)] as const)
    return values => Object.fromEntries(fields.map(([name, child]) => [name, child(values)]))
  }
  return () => node
}

function oneLine(name: string, text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Unfit(`The header ${name} would contain a line break.`)
  return text
}

function orUnfit<T>(build: () => T): T {
  try {
    return build()
  } catch (error) {
    if (error instanceof Unfit) throw error
    const cause = (error as { originalError?: unknown }).originalError
    if (cause instanceof Unfit) throw cause
    throw new Unfit(`The request cannot be made: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}.`)
  }
}

/** Renders one template alone, such as a user name made of settings. */
export const renderText = (text: string, values: Values): string => orUnfit(() => parsed(plain(), text)(values))

/** Every value that a template names, as its segments: `['settings', 'host']`. Throws where it cannot be read. */
export const namesIn = (text: string): string[][] =>
  plain()
    .globalVariableSegmentsSync(plain().parse(text))
    .map(segments => segments.map(String))
