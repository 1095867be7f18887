import { describe, expect, it } from 'vitest'
import { wordsAsked, wordsFound } from '../../../shared/text/fold.ts'

/** Whether each word that is asked for begins one of the words of the text, as the index compares them. */
const isFound = (text: string, asked: string): boolean => {
  const words = wordsFound(text)
  return wordsAsked(asked).every(word => words.some(found => found.startsWith(word)))
}

describe('a text is found', () => {
  it.each([
    ['Bergström & Döttrar', 'bergstrom dott'],
    ['Bergström & Döttrar', 'BERGSTROEM'],
    ['Müller Straße 5', 'mueller strasse'],
    ['Müller Straße 5', 'müller straß'],
    ['Łódź Meble', 'lodz'],
    ['Ørsted Grønt', 'oersted gront'],
    ['Ó Súilleabháin Legal', 'suilleabhain'],
    ['Иванов и сыновья', 'ivanov'],
    ['Иванов и сыновья', 'иванов'],
    ['Παπαδόπουλος', 'papadopoulos'],
    ['株式会社東雲印刷', '東雲'],
    ['株式会社東雲印刷', '雲印刷'],
    ['株式会社東雲印刷', '印'],
    ['ｶﾌﾞｼｷ商店', 'カブシキ'],
    ['مكتبة الأندلس', 'الأندلس'],
    ['한국상사 서울', '한국'],
    ['บริษัท ไทย', 'ไทย'],
    ['ada.lovelace@example.com', 'ada.lovelace@example.com'],
    ['ada.lovelace@example.com', 'lovelace exam'],
    ['ORD-2024/1042', 'ord20241042'],
    ['ORD-2024/1042', 'ord-2024'],
    ['ORD-2024/1042', '1042'],
    ["O'Brien & Sons", 'obrien'],
    ['ﬁnance ＡＢＣ', 'finance abc'],
    ['İstanbul Işık', 'istanbul isik'],
  ])('%s by %s', (text, asked) => {
    expect(wordsAsked(asked)).not.toEqual([])
    expect(isFound(text, asked)).toBe(true)
  })
})

it.each([
  ['Müller', 'miller'],
  ['株式会社東雲印刷', '東印'],
  ['Nordly', 'south'],
  ['Иванов', 'petrov'],
])('%s is not found by %s', (text, asked) => {
  expect(isFound(text, asked)).toBe(false)
})

it('punctuation alone asks for nothing', () => {
  expect(wordsAsked(' % _ " * ()')).toEqual([])
  expect(wordsFound('—')).toEqual([])
})

it('keeps no more than 64 words, whatever a text holds', () => {
  const long = Array.from({ length: 5_000 }, (_, n) => `w${n}`).join(' ')
  expect(wordsFound(long)).toHaveLength(64)
  expect(wordsAsked(long)).toHaveLength(64)
})
