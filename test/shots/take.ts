import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Page } from '@playwright/test'
import { idle } from '../e2e/fixture.ts'

/** How a picture is taken. */
export interface Look {
  theme: 'light' | 'dark'
  density: 'compact' | 'normal' | 'roomy'
  size: readonly [width: number, height: number]
}

export const USUAL: Look = { theme: 'light', density: 'normal', size: [1280, 800] }

/** Pictures of one run, in a folder by theme, size and density. */
export interface Album {
  wants(name: string): boolean
  take(page: Page, look: Look, name: string): Promise<void>
  /** Notes what could not be pictured. */
  missed(name: string, why: string): void
  close(): { taken: number; missed: readonly string[] }
}

/** `only`: texts of which a picture's name has to hold one; none wants all. */
export function openAlbum(folder: string, only: readonly string[]): Album {
  const taken: string[] = []
  const missed: string[] = []
  return {
    wants: name => only.length === 0 || only.some(text => name.includes(text)),
    take: async (page, { theme, density, size }, name) => {
      const path = join(folder, `${theme}-${size.join('x')}-${density}`, `${name.replaceAll(/[^\w-]+/g, '-')}.png`)
      mkdirSync(dirname(path), { recursive: true })
      await page.screenshot({ path })
      taken.push(relative(folder, path))
    },
    missed: (name, why) => missed.push(`${name}: ${why.split('\n')[0]}`),
    close: () => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'index.html'), sheet(taken))
      return { taken: taken.length, missed }
    },
  }
}

/** One page with all pictures, so that they can be looked at in a row. */
const sheet = (paths: readonly string[]): string =>
  [
    '<!doctype html><meta charset="utf-8"><title>Shots</title>',
    '<style>body{font:13px system-ui;display:grid;grid-template-columns:repeat(auto-fill,minmax(480px,1fr));gap:16px}',
    'img{width:100%;border:1px solid #ccc}</style>',
    ...paths.map(
      path =>
        `<figure><a href="${path}"><img loading="lazy" src="${path}"></a><figcaption>${path}</figcaption></figure>`,
    ),
  ].join('\n')

/** Gives the page a look, as the person's own settings do. */
export async function dress(page: Page, { theme, density, size: [width, height] }: Look): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.evaluate(
    ([theme, density]) => {
      localStorage.setItem('mantine-color-scheme-value', theme)
      localStorage.setItem('forestall-density', density)
    },
    [theme, density] as const,
  )
  await page.reload()
  await idle(page)
}
