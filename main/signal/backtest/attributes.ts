import { comparableMinor } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { ACCOUNT_ATTRIBUTES } from '../../../shared/trigger/measures/parts.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { AttributeRef } from '../meter/dates.ts'
import { among } from './among.ts'
import type { Accounts, Attribute, Turn } from './history.ts'
import { type KnownThen, knownAttributes } from './known.ts'

/** Reads one attribute of the account of each unit: a column, a property (`properties.NAME`), or an amount. */
export function attributeReader(db: ReadDb, of: AttributeRef, known?: KnownThen): (turn: Turn) => Attribute[] {
  const read = of.name === AMOUNT_ATTRIBUTE ? amounts(db, of.currency) : ofAccounts(db, of.name)
  const then = pastAttribute(db, of)
  return turn => {
    const found = read(turn)
    const before = known ? knownAttributes(db, turn, known.moment) : new Map<number, never>()
    const values = turn.ids.map((id, place) => {
      const past = before.get(id)
      return past ? then(past) : (found[place] ?? null)
    })
    return turn.units.map(({ place }) => values[place] ?? null)
  }
}

/** The attribute in what an account's row said before. */
function pastAttribute(db: ReadDb, of: AttributeRef): (row: Readonly<Record<string, unknown>>) => Attribute {
  const currencies = of.name === AMOUNT_ATTRIBUTE ? readCurrencies(db) : null
  const property = of.name.startsWith('properties.') ? of.name.slice('properties.'.length) : null
  return row => {
    if (property !== null) return scalar(own(JSON.parse(String(row.properties)) as Record<string, unknown>, property))
    const value = scalar(row[of.name === AMOUNT_ATTRIBUTE ? 'mrr_minor' : of.name])
    if (!currencies || typeof value !== 'number') return value
    return comparableMinor(currencies, { minor: value, currency: row.currency as string | null }, of.currency)
  }
}

function ofAccounts(db: ReadDb, name: string): (turn: Accounts) => Attribute[] {
  const property = name.startsWith('properties.') ? name.slice('properties.'.length) : null
  if (property !== null) return turn => propertyOf(db, property, turn)
  // The name goes into the statement, so it must be one of ours.
  if (!(ACCOUNT_ATTRIBUTES as readonly string[]).includes(name)) return turn => turn.ids.map(() => null)
  return turn => db.all(columnOf<string | number | null>(name, turn)).map(({ found }) => found)
}

/** A column, or another expression over account `a`, of a turn's accounts. */
function columnOf<Found>(column: string, turn: Accounts) {
  const { inTurn, these } = among(turn)
  return query<{ found: Found }>(
    `SELECT ${column} AS found FROM account a WHERE ${inTurn} AND merged_into IS NULL ORDER BY a.id`,
    these,
  )
}

function amountsOf(turn: Accounts) {
  const { inTurn, these } = among(turn)
  return query<{ minor: number | null; currency: string | null }>(
    `SELECT mrr_minor AS minor, currency FROM account a WHERE ${inTurn} AND merged_into IS NULL ORDER BY a.id`,
    these,
  )
}

function amounts(db: ReadDb, wanted: string | undefined): (turn: Accounts) => Attribute[] {
  const currencies = readCurrencies(db)
  return turn =>
    db
      .all(amountsOf(turn))
      .map(({ minor, currency }) => (minor === null ? null : comparableMinor(currencies, { minor, currency }, wanted)))
}

const propertyOf = (db: ReadDb, property: string, turn: Accounts): Attribute[] =>
  db
    .all(columnOf<string>('properties', turn))
    .map(({ found }) => scalar(own(JSON.parse(found) as Record<string, unknown>, property)))

const scalar = (value: unknown): Attribute =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
