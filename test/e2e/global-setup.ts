import { livedSample } from '../helpers/lived-sample.ts'

/** Before any test has its time counted: the workspace that most of them begin with. */
export default function prepare(): void {
  livedSample()
}
