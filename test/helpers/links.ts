import type Database from 'better-sqlite3'
import { LINKED, linkTo } from '../../shared/deep-link.ts'

/** A link to an issue, and one to an account. */
export const linksIn = (db: Database.Database): string[] =>
  LINKED.map(kind => linkTo({ kind, uid: String(db.prepare(`SELECT uid FROM ${kind} LIMIT 1`).pluck().get()) }))
