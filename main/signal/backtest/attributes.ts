import { comparableMinor } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { ACCOUNT_ATTRIBUTES } from '../../../shared/trigger/measures/parts.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { AttributeRef } from '../meter/dates.ts'
import { among } from './among.ts'
import type { Accounts, Attribute, Turn } from './history.ts'

/** Reads one attribute of the account of each unit: a column, a property (`properties.NAME`), or an amount. */
export function attributeReader(db: ReadDb, of: AttributeRef): (turn: Turn) => Attribute[] {
  const read = of.name === AMOUNT_ATTRIBUTE ? amounts(db, of.currency) : ofAccounts(db, of.name)
  return turn => {
    const found = read(turn)
    return turn.units.map(({ place }) => found[place] ?? null)
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
