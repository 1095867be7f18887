import { Component, type ReactNode } from 'react'
import { ErrorNote } from './error-note.tsx'

/** Keeps a bug in one screen from taking down the others. A change of `place`, the screen's name, clears the error. */
export class Fallback extends Component<{ place: string; children: ReactNode }, { failed: string | null }> {
  override state: { failed: string | null } = { failed: null }

  static getDerivedStateFromError(): { failed: string } {
    return { failed: 'here' }
  }

  override componentDidUpdate(before: { place: string }): void {
    if (before.place !== this.props.place && this.state.failed) this.setState({ failed: null })
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className="page">
        <ErrorNote
          failure={{
            kind: 'unavailable',
            what: 'This screen cannot be shown.',
            why: 'An error in Forestall stopped it from being drawn. Your data is not affected.',
            todo: 'Reload this screen, or open another one.',
          }}
        >
          <button type="button" className="btn small" onClick={() => this.setState({ failed: null })}>
            Reload this screen
          </button>
        </ErrorNote>
      </div>
    )
  }
}
