import { describe, expect, it } from 'vitest'
import { freeSlug, freeSlugBefore, slugOf, slugsOf } from '../../shared/text/slug.ts'

describe('an id that is made of a text', () => {
  it.each([
    ['Usage down!', 'usage-down'],
    ['Kim Nørgaard', 'kim-norgaard'],
    ['GRÖSSE & Söhne', 'grosse-sohne'],
    ['Große Fjällräven', 'grosse-fjallraven'],
    ['Łódź Æther', 'lodz-aether'],
    ['Rene\u0301e', 'renee'],
    ['Ｆｕｌｌ ｗｉｄｔｈ', 'full-width'],
    ['Щербаков Иван', 'shcherbakov-ivan'],
    ['Παπαδοπούλου', 'papadopoulou'],
    ['--a__b--', 'a-b'],
    ['山田 太郎', ''],
    ['👩‍💻', ''],
  ])('%s is %s', (text, slug) => {
    expect(slugOf(text)).toBe(slug)
  })

  const among = (...ids: string[]) => ({ otherwise: 'unnamed', isTaken: (id: string) => ids.includes(id) })

  it('is one that is not taken, and never empty', () => {
    expect(freeSlug({ text: 'Usage down!', ...among('usage-down', 'usage-down-2') })).toBe('usage-down-3')
    expect(freeSlug({ text: '山田', ...among('unnamed') })).toBe('unnamed-2')
  })

  it('is not longer than asked, but for its number, and ends in no hyphen', () => {
    expect(freeSlug({ text: 'weekly report', most: 7, ...among('weekly') })).toBe('weekly-2')
    expect(freeSlug({ text: 'weekly report', most: 8, ...among() })).toBe('weekly-r')
  })

  it('was once written with a hyphen for each letter that Unicode does not take apart', () => {
    expect(freeSlugBefore({ text: 'Größe Łódź', most: 40, ...among() })).toBe('grosse-odz')
    expect(freeSlugBefore({ text: 'Иван', most: 40, ...among('unnamed') })).toBe('unnamed-2')
  })

  it('is found in each spelling that it may have been given', () => {
    expect(slugsOf('Kim Nørgaard')).toEqual(['kim-norgaard', 'kim-noergaard', 'kim-n-rgaard'])
    expect(slugsOf('René Müller')).toEqual(['rene-muller', 'rene-mueller', 'ren-m-ller', 'rene-mu-ller'])
    expect(slugsOf('Ada Lovelace')).toEqual(['ada-lovelace'])
    expect(slugsOf('山田')).toEqual([])
  })
})
