import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { type ShippedPackage, uniquePackages } from '../../shared/shipped/package.ts'

const LICENCE_FILE = /^(licen[cs]e|notice|copying|ofl)([.-].*)?$/i

/** The folder of the package that a module belongs to; null for a module of our own and one that the bundler made. */
export function packageFolder(moduleId: string): string | null {
  const path = moduleId.replace(/[?#].*$/, '')
  const inside = `${sep}node_modules${sep}`
  const at = path.lastIndexOf(inside)
  if (at < 0 || path.startsWith('\0')) return null
  const [first = '', second = ''] = path.slice(at + inside.length).split(sep)
  return join(path.slice(0, at), 'node_modules', first.startsWith('@') ? join(first, second) : first)
}

/** What a package says of itself. */
export function describePackage(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string
    version: string
    license?: string
  }
  const files = readdirSync(folder).filter(file => LICENCE_FILE.test(file))
  const text = files.sort().map(file => readFileSync(join(folder, file), 'utf8').trim())
  return { name, version, licence: license ?? licenceOf(text), text: text.join('\n\n') }
}

const PERMISSION_OF_MIT =
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files'
const NOTICE_OF_MIT = 'The above copyright notice and this permission notice shall be included in all copies'

/** Which licence a single licence file holds; empty where it is another than MIT, or one of several. */
export function licenceOf(texts: readonly string[]): string {
  const [only = '', ...others] = texts.map(text => text.replace(/\s+/g, ' '))
  return others.length === 0 && only.includes(PERMISSION_OF_MIT) && only.includes(NOTICE_OF_MIT) ? 'MIT' : ''
}

/** The packages of these modules, each once, by name and version. */
export function packagesOf(moduleIds: Iterable<string>): ShippedPackage[] {
  const folders = new Set([...moduleIds].flatMap(id => packageFolder(id) ?? []))
  const found = [...folders].filter(folder => existsSync(join(folder, 'package.json'))).map(describePackage)
  return uniquePackages(found)
}

/** What is shipped beside the bundles: the database's package, SQLite within it, and Electron. */
export function besideBundles(root: string): ShippedPackage[] {
  const modules = join(root, 'node_modules')
  const sqlite = readFileSync(join(modules, 'better-sqlite3/deps/download.sh'), 'utf8')
  const version = /^VERSION="?(\d+)/m.exec(sqlite)?.[1] ?? ''
  return [
    describePackage(join(modules, 'better-sqlite3')),
    describePackage(join(modules, 'electron')),
    { name: 'sqlite', version: sqliteVersion(version), licence: 'blessing', text: SQLITE_BLESSING },
  ]
}

/** `3530100` is version 3.53.1. */
const sqliteVersion = (digits: string): string =>
  [digits.slice(0, 1), digits.slice(1, 3), digits.slice(3, 5)].map(Number).join('.')

const SQLITE_BLESSING =
  'The author disclaims copyright to this source code. In place of a legal notice, here is a blessing: May you do good and not evil. May you find forgiveness for yourself and forgive others. May you share freely, never taking more than you give.'

/** The folder of the repository. */
export const rootOf = (here: string): string => dirname(dirname(here))
