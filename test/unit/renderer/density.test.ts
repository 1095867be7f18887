import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DENSITIES, densityOf, nextDensity } from '../../../renderer/state/own/density.ts'

const tokens = readFileSync('renderer/theme/tokens.css', 'utf8')

/** A token of a density, in pixels. */
const px = (density: string, token: string) => {
  const block = density === 'normal' ? tokens : tokens.slice(tokens.indexOf(`[data-density="${density}"]`))
  return Number(new RegExp(`--${token}: (\\d+)px`).exec(block)?.[1])
}

describe('the density of rows', () => {
  it('is the normal one where nothing or something else is kept', () => {
    expect([null, 'tight', '', 'roomy'].map(densityOf)).toEqual(['normal', 'normal', 'normal', 'roomy'])
  })

  it('turns through all three', () => {
    expect(DENSITIES.map(nextDensity)).toEqual(['normal', 'roomy', 'compact'])
  })

  it.each(['row', 'band', 'entry', 'cell', 'row-space'])('grows --%s from compact to roomy', token => {
    const [compact, normal, roomy] = DENSITIES.map(density => px(density, token))
    expect(compact).toBeLessThan(normal ?? 0)
    expect(normal).toBeLessThan(roomy ?? 0)
  })
})
