import { type ReactElement, useId } from 'react'
import { DATE_FORMATS, type DateFormat, DECIMALS, type Decimal } from '../../../../../shared/source/cell-format.ts'
import { COLUMN_TYPES, type ColumnType, type ValueRef } from '../../../../../shared/source/mapping.ts'
import { MONEY_UNITS, type MoneyUnit } from '../../../../../shared/source/value-ref.ts'
import type { Columns } from './column-select.tsx'
import { columnRef, DATE_WORDS } from './mapping-edit.ts'

type ColumnValue = Extract<ValueRef, { field: string }>

const DECIMAL_WORDS: Record<Decimal, string> = { point: '1,240.50', comma: '1.240,50', ask: 'choose the mark …' }

interface Parts {
  value: ColumnValue
  type: ColumnType
  columns: Columns
  /** Amounts of it are ones of a month, so that those of a year have to be said. */
  isMonthly: boolean
  onChange: (value: ValueRef) => void
}

/** How the cells of a column are read: type, form of dates, decimal mark, currency. */
export function TypeSelects({ value, type, columns, isMonthly, onChange }: Parts) {
  return (
    <>
      <select
        className="in"
        value={type}
        aria-label="Type"
        onChange={event => onChange(columnRef(value.field, event.currentTarget.value as ColumnType, value))}
      >
        {COLUMN_TYPES.map(one => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {type === 'date' ? (
        <select
          className="in map-format"
          value={value.format ?? 'iso'}
          aria-label="Date format"
          onChange={event => onChange({ ...value, format: event.currentTarget.value as DateFormat })}
        >
          {DATE_FORMATS.map(format => (
            <option key={format} value={format}>
              {DATE_WORDS[format]}
            </option>
          ))}
        </select>
      ) : null}
      {type === 'date' ? <Zone value={value} onChange={onChange} /> : null}
      {type === 'money' ? <Currency value={value} columns={columns} onChange={onChange} /> : null}
      {type === 'money' ? <Unit value={value} isMonthly={isMonthly} onChange={onChange} /> : null}
      {(type === 'money' || type === 'number') && value.decimal !== undefined ? (
        <select
          className="in"
          value={value.decimal}
          aria-label="Decimal mark"
          onChange={event => onChange({ ...value, decimal: event.currentTarget.value as Decimal })}
        >
          {DECIMALS.map(decimal => (
            <option key={decimal} value={decimal}>
              {DECIMAL_WORDS[decimal]}
            </option>
          ))}
        </select>
      ) : null}
    </>
  )
}

/** One currency for the whole column, or the column that names each row's own. */
function Currency({ value, columns, onChange }: Omit<Parts, 'type' | 'isMonthly'>) {
  const { currencyField, ...rest } = value
  return (
    <>
      <input
        className="in"
        value={value.currency ?? ''}
        maxLength={3}
        size={3}
        aria-label="Currency"
        onChange={event => {
          const { currency: _was, ...others } = value
          const code = event.currentTarget.value.toUpperCase()
          onChange(code === '' && currencyField !== undefined ? others : { ...others, currency: code })
        }}
      />
      <select
        className="in"
        value={currencyField ?? ''}
        aria-label="Column with the currency"
        onChange={event => {
          const column = event.currentTarget.value
          onChange(column === '' ? rest : { ...rest, currencyField: column })
        }}
      >
        <option value="">for all rows</option>
        {columns.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </>
  )
}

const UNIT_WORDS: Record<MoneyUnit, string> = {
  decimal: 'whole units',
  minor: 'cents',
  thousands: 'thousands',
  millions: 'millions',
}

/** What one of an amount is, and whether it is one of a month or of a year. */
function Unit({ value, isMonthly, onChange }: Omit<Parts, 'type' | 'columns'>) {
  const { unit = 'decimal', per, ...rest } = value
  return (
    <select
      className="in"
      value={per === 'year' ? `${unit} year` : unit}
      aria-label="Unit of the amounts"
      onChange={event => {
        const [next = 'decimal', year] = event.currentTarget.value.split(' ') as [MoneyUnit, string?]
        onChange({ ...rest, ...(next !== 'decimal' && { unit: next }), ...(year && { per: 'year' }) })
      }}
    >
      {MONEY_UNITS.flatMap(one => [
        <option key={one} value={one}>
          {UNIT_WORDS[one]}
        </option>,
        isMonthly || per === 'year' ? (
          <option key={`${one} year`} value={`${one} year`}>
            {UNIT_WORDS[one]} a year
          </option>
        ) : null,
      ])}
    </select>
  )
}

let options: readonly ReactElement[] | null = null

/** Some 400 names, made when the first date is mapped and shared by all; each keystroke draws its field again. */
const zoneOptions = (): readonly ReactElement[] => {
  options ??= Intl.supportedValuesOf('timeZone').map(name => <option key={name} value={name} />)
  return options
}

/** The zone of times without an offset: its name, or an expression that finds it in the row. */
function Zone({ value, onChange }: Pick<Parts, 'value' | 'onChange'>) {
  const list = useId()
  const { zone, ...rest } = value
  return (
    <>
      <input
        className="in map-zone"
        value={zone ?? ''}
        list={list}
        spellCheck={false}
        placeholder="zone: UTC"
        aria-label="Time zone of times without an offset"
        title="Time zone of times without an offset, such as Europe/Berlin, or the column that names it"
        onChange={event => {
          const next = event.currentTarget.value
          onChange(next === '' ? rest : { ...rest, zone: next })
        }}
      />
      <datalist id={list}>{zoneOptions()}</datalist>
    </>
  )
}
