import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { besidePackage, updateManifestSchema } from '../../main/engine/update/update-manifest.ts'
import app from '../../package.json' with { type: 'json' }
import { signPackage } from './sign-package.ts'

/** `npm run sign -- FILE --key private.pem --platform linux --arch x64 --notes notes.txt`: for the publisher. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string' },
    platform: { type: 'string' },
    arch: { type: 'string' },
    notes: { type: 'string' },
  },
})
const [file] = positionals
if (file === undefined || values.key === undefined)
  throw new Error('usage: npm run sign -- FILE --key PRIVATE.pem --platform PLATFORM --arch ARCH [--notes FILE]')

const { platform, arch, kind } = updateManifestSchema.shape
const facts = {
  version: app.version,
  platform: platform.parse(values.platform),
  arch: arch.parse(values.arch),
  kind: kind.parse(file.split('.').at(-1)),
  notes: values.notes === undefined ? '' : readFileSync(values.notes, 'utf8').trim(),
}
const { manifest, signature } = signPackage(facts, readFileSync(file), readFileSync(values.key, 'utf8'))
const beside = besidePackage(file)
writeFileSync(beside.manifest, manifest)
writeFileSync(beside.signature, signature)
