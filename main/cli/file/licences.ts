import { unwrap } from '../../../shared/result.ts'
import { matchingPackages } from '../../../shared/shipped/package.ts'
import { readLicences } from '../../engine/licences.ts'
import { print, table } from '../print.ts'

const lines = (text: string): string[] => text.split(/\r?\n/)

/**
 * Lists what is shipped, by name, version and licence; with a word, those whose name or licence holds it, with their
 * texts. It needs no workspace; 1 where nothing was found.
 */
export function showLicences([word]: readonly string[], json: boolean): number {
  const found = matchingPackages(unwrap(readLicences()), word ?? '')
  print(json, found, () => {
    if (found.length === 0) return [`No package that is shipped has “${word}” in its name or licence.`]
    if (word === undefined) return table(found.map(({ name, version, licence }) => [name, version, licence]))
    return found.flatMap(({ name, version, licence, text }) => [
      `${name} ${version} · ${licence}`,
      '',
      ...lines(text),
      '',
    ])
  })
  return found.length > 0 ? 0 : 1
}
