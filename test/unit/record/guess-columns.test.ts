import { describe, expect, it } from 'vitest'
import { guessColumns, snake } from '../../../main/record/guess.ts'

const guess = (name: string, ...cells: string[]) => {
  const [column] = guessColumns(
    [name],
    cells.map(cell => [cell]),
  )
  return column?.format ? `${column.type} ${column.format}` : column?.type
}

describe('guessing what a column holds', () => {
  it('takes a type that nearly every filled cell fits, and words for none as blank', () => {
    expect(guess('seats', '1', '', '30')).toBe('integer')
    expect(guess('score', '1', '3.5')).toBe('number')
    expect(guess('score', '1', 'n/a', '-', 'NULL', 'None', '–')).toBe('integer')
    expect(guess('score', '1', 'soon')).toBe('text')
    expect(guess('score', '1', '2', '3', '4', 'soon')).toBe('integer')
    expect(guess('score', '1', '2', '3', 'soon', 'later')).toBe('text')
    expect(guess('beta', 'True', 'false')).toBe('boolean')
    expect(guess('nothing', '', '')).toBe('text')
  })

  it('leaves digits that are a name alone', () => {
    expect(guess('reference', '00123', '10456')).toBe('text')
    for (const name of ['account_id', 'accountId', 'customerid', 'ID', 'bid_id', 'zip'])
      expect(guess(name, '17', '18'), name).toBe('text')
  })

  it('takes no word that ends like an id for one', () => {
    for (const name of ['paid', 'amount_paid', 'amountPaid', 'Prepaid', 'max bid', 'valid'])
      expect(guess(name, '17', '18'), name).toBe('integer')
  })

  it('tells day first from month first where one date decides', () => {
    expect(guess('paid', '01/02/2024', '13/02/2024')).toBe('date dd/mm/yyyy')
    expect(guess('paid', '01/02/2024', '02/13/2024')).toBe('date mm/dd/yyyy')
    expect(guess('paid', '01/02/2024')).toBe('date ask')
    expect(guess('paid', '13/02/2024', '02/13/2024')).toBe('date ask')
    expect(guess('paid', '01.02.2024')).toBe('date dd.mm.yyyy')
    expect(guess('paid', '31.12.2024')).toBe('date dd.mm.yyyy')
    expect(guess('paid', '2024-12-31', '2024-12-31 10:00:00')).toBe('date iso')
    expect(guess('paid', '13/13/2024')).toBe('text')
  })

  it('believes counts since 1970 only where the name speaks of time', () => {
    expect(guess('created_at', '1717200000')).toBe('date unix_s')
    expect(guess('createdAt', '1717200000000')).toBe('date unix_ms')
    expect(guess('amount', '1717200000')).toBe('integer')
    expect(guess('created_at', '1717200000', '17')).toBe('integer')
    expect(guess('created_at', '1717200000000', '17')).toBe('integer')
  })

  it('reads dates in every way that they are written', () => {
    expect(guess('joined', '22-04-2014 03:53')).toBe('date dmy')
    expect(guess('joined', '31/12/24')).toBe('date dmy')
    expect(guess('joined', '12/31/24 9:05 PM')).toBe('date mdy')
    expect(guess('joined', '99/12/31')).toBe('date ymd')
    expect(guess('joined', 'Dec 31, 2024', '1. März 2024', 'Tue, 31 Dec 2024 10:00:00 GMT')).toBe('date ymd')
    expect(guess('joined', '2024/12/31', '2024/1/2')).toBe('date ymd')
    expect(guess('joined', '45657', '45657.5')).toBe('date excel')
    expect(guess('created_on', '20241231', '20250101')).toBe('date ymd')
    expect(guess('mileage', '45657', '45658')).toBe('integer')
    expect(guess('version', '1.2.24', '2.1.10')).toBe('text')
  })

  it('believes the marks of a number only where some number tells what they mean', () => {
    const decimal = (...cells: string[]) =>
      guessColumns(
        ['mrr'],
        cells.map(cell => [cell]),
      )[0]?.decimal
    expect(decimal('1240.5', '12.750')).toBe('point')
    expect(decimal('1.240,50', '12.750')).toBe('comma')
    expect(decimal('1.000', '12.750')).toBe('ask')
    expect(decimal('1,000', '12,750')).toBe('ask')
    expect(decimal('1.000.000', '12.750')).toBe('comma')
    expect(decimal('0.125', '12.750')).toBe('point')
    expect(decimal('12', '12.5')).toBeNull()
  })

  it('says how much is blank and shows distinct samples', () => {
    const [column] = guessColumns(['end'], [['2024-01-01'], [''], ['2024-01-01'], ['']])
    expect(column).toMatchObject({ blank: 0.5, samples: ['2024-01-01'], distinct: false })
    const [wide, single, empty, bare] = [['a', 'b', 'c', 'd'], ['a'], [''], []].map(
      cells =>
        guessColumns(
          ['end'],
          cells.map(cell => [cell]),
        )[0],
    )
    expect(wide).toMatchObject({ blank: 0, samples: ['a', 'b', 'c'], distinct: true })
    expect(single).toMatchObject({ blank: 0, samples: ['a'], distinct: true })
    expect(empty).toMatchObject({ blank: 1, samples: [], distinct: false })
    expect(bare).toMatchObject({ blank: 0, samples: [], distinct: false })
  })

  it('says what every cell is beside its type, and nothing of that where no cell is filled', () => {
    const kinds = (...cells: string[]) => {
      const [column] = guessColumns(
        ['end'],
        cells.map(cell => [cell]),
      )
      const { bits, clock, dayOnly, currencies } = column ?? {}
      return { bits, clock, dayOnly, currencies }
    }
    const none = { bits: undefined, clock: undefined, dayOnly: undefined, currencies: undefined }
    expect(kinds('')).toEqual(none)
    expect(kinds('soon', 'later')).toEqual(none)
    expect(kinds('1', '0', '')).toEqual({ ...none, bits: true })
    expect(kinds('1', '2')).toEqual(none)
    expect(kinds('10:30', '9:05 pm')).toEqual({ ...none, clock: true })
    expect(kinds('2024-01-01', '')).toEqual({ ...none, dayOnly: true })
    expect(kinds('2024-01-01', '2024-01-02 10:30')).toEqual(none)
    expect(kinds('EUR 5', 'USD 6')).toEqual({ ...none, currencies: 'each' })
    expect(kinds('EUR 5', '$6')).toEqual({ ...none, currencies: 'some' })
    expect(kinds('$5', 'kr 6')).toEqual(none)
    expect(kinds('EUR 5', 'USD 6', '7')).toEqual(none)
  })

  it('shows odd cells with the row in which they are', () => {
    const [column] = guessColumns(['seats'], [['1'], ['2'], ['soon'], ['4'], ['5']])
    expect(column).toMatchObject({ type: 'integer', odd: 1, oddExamples: [{ line: 3, text: 'soon' }] })
  })

  it('writes names in one way', () => {
    expect(['Feature Name', 'featureName', 'feature_name', ' Größe '].map(snake)).toEqual([
      'feature_name',
      'feature_name',
      'feature_name',
      'größe',
    ])
  })

  it('notices whole numbers of which at least one is written as 101.0', () => {
    const isFloated = (...cells: string[]) =>
      guessColumns(
        ['order_id'],
        cells.map(cell => [cell]),
      )[0]?.floated
    expect(isFloated('101.0', '102', '103')).toBe(true)
    expect(isFloated('101.0', '102.0')).toBe(true)
    expect(isFloated('101', '102')).toBeUndefined()
    expect(isFloated('101.0', '102', 'A-3')).toBeUndefined()
    expect(isFloated('101.0', '102', '10.5')).toBeUndefined()
  })
})
