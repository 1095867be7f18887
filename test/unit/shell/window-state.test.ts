import { describe, expect, it } from 'vitest'
import { onScreen, readWindowState } from '../../../main/shell/window-state.ts'

const MAIN = { x: 0, y: 24, width: 1600, height: 976 }
const RIGHT = { x: 1600, y: 0, width: 1920, height: 1080 }
const LEFT = { x: -1280, y: 0, width: 1280, height: 1024 }
const at = (x: number, y: number, width = 1200, height = 800) => ({ x, y, width, height })

describe('a window', () => {
  it.each([
    ['the main screen', at(100, 80)],
    ['a second screen', at(1700, 10)],
    ['a screen to the left', at(-1200, 0)],
    ['two screens', at(1000, 100)],
    ['a corner, with enough to grasp', at(1520, 900)],
  ])('that was left on %s opens there again', (_where, bounds) => {
    expect(onScreen(bounds, [MAIN, RIGHT, LEFT])).toEqual(bounds)
  })

  it.each([
    ['its screen is gone', at(1700, 10)],
    ['only a sliver could be seen', at(1560, 100)],
    ['it stood below every screen', at(100, 990)],
    ['its title bar stood above every screen', at(100, -200)],
  ])('opens in the middle of the main screen when %s', (_why, bounds) => {
    expect(onScreen(bounds, [MAIN])).toEqual({ x: 200, y: 112, width: 1200, height: 800 })
  })

  it('is no larger than the screen that it is brought back to', () => {
    expect(onScreen(at(4000, 0, 3000, 2000), [MAIN])).toEqual(MAIN)
  })

  it('stays as it was left where no screen is known', () => {
    expect(onScreen(at(1, 2), [])).toEqual(at(1, 2))
  })
})

describe('what is kept of a window', () => {
  it('is read again as it was written', () => {
    const state = { bounds: at(1, 2), maximized: true }
    expect(readWindowState(JSON.stringify(state))).toEqual(state)
  })

  it.each([
    '',
    '{',
    'null',
    '{"bounds":{}}',
    '{"bounds":{"x":1,"y":1,"width":0,"height":9},"maximized":false}',
    '{"bounds":{"x":1e9,"y":1,"width":10,"height":9},"maximized":false}',
    '{"bounds":{"x":1,"y":1,"width":10,"height":9}}',
  ])('is ignored when it is %s', text => expect(readWindowState(text)).toBeNull())
})
