import { describe, expect, it } from 'vitest'
import { mentionBeingTyped, mentionsIn } from '../../../shared/desk/mentions.ts'

const PEOPLE = ['Kim', 'Kim Larsen', 'maya', 'Øystein', '美咲', 'o.neil']

describe('a mention', () => {
  it.each([
    ['ask @maya about it', ['maya']],
    ['@MAYA, @øystein: please', ['maya', 'Øystein']],
    ['@Kim Larsen knows', ['Kim Larsen']],
    ['@Kim, or @Kim Larsen', ['Kim', 'Kim Larsen']],
    ['(@maya)', ['maya']],
    ['@o.neil.', ['o.neil']],
    ['@美咲 お願い', ['美咲']],
    ['@maya and @maya', ['maya']],
  ])('“%s” names %j', (text, named) => {
    expect(mentionsIn(text, PEOPLE)).toEqual(named)
  })

  it.each(['kim@maya.example', 'kim.@maya', '@Kimberly', '@mayas', '@ maya', 'maya', '@', '@nobody'])(
    '“%s” names nobody',
    text => {
      expect(mentionsIn(text, PEOPLE)).toEqual([])
    },
  )
})

describe('a mention that is being typed', () => {
  it('may become everybody whose name begins so', () => {
    expect(mentionBeingTyped('ask @ki', 7, PEOPLE)).toEqual({ from: 4, fits: ['Kim', 'Kim Larsen'] })
    expect(mentionBeingTyped('@', 1, PEOPLE)).toEqual({ from: 0, fits: PEOPLE })
    expect(mentionBeingTyped('@kim l', 6, PEOPLE)).toEqual({ from: 0, fits: ['Kim Larsen'] })
  })

  it('is over where nobody fits, where the name is whole, and in an address or another line', () => {
    expect(mentionBeingTyped('@maya', 5, PEOPLE)).toBeNull()
    expect(mentionBeingTyped('@zoe', 4, PEOPLE)).toBeNull()
    expect(mentionBeingTyped('a@ma', 4, PEOPLE)).toBeNull()
    expect(mentionBeingTyped('@\nma', 4, PEOPLE)).toBeNull()
    expect(mentionBeingTyped('no', 2, PEOPLE)).toBeNull()
  })
})
