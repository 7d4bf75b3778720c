// Types for the comments in the modules. Only the type checker reads this file.

/** Nine finite numbers in the order of NAMES. */
type Params = number[] | Float64Array;

/** "squared error" or "cross-entropy". */
type Loss = string;

/** [name, formula, formula with numbers, result] */
type Line = string[];

/** All epochs of one training run. `numbers` holds nine numbers for each epoch. */
interface Run {
  lr: number;
  /** True if `lr` is perhaps not the learning rate of every epoch. Then the captions do not name a learning rate. */
  mixed: boolean;
  loss: Loss;
  last: number;
  numbers: Float64Array;
  losses: Float64Array;
  broken: { epoch: number; name: string; value: number } | null;
  label?: string;
}

/** The state of slow motion: `at` is the phase 0…3, `of` is the epoch. `lr` and `loss` are the update's settings. */
interface Phase {
  at: number;
  of: number;
  lr?: number;
  loss?: Loss;
}

/** The argument of a view: the traits, and functions that change traits, animate, and talk to screen readers. */
interface Context {
  state: any;
  /** Change traits. The picture changes at once. Python gets the new values soon, or at once if `done` (the end of a gesture). */
  change(patch: object, done?: boolean): void;
  /** Call `frame(seconds)` in every frame as long as `frame` returns true. Return a function that stops it. */
  animate(frame: (seconds: number) => boolean): () => void;
  /** Let screen readers say `text`. */
  announce(text: string): void;
}

/** One picture with its controls. */
interface View {
  node: HTMLElement;
  /** Draw the state. */
  draw(): void;
  /** Stop animations. */
  stop?(): void;
  /** Python has changed these traits. */
  incoming?(names: Set<string>): void;
  /** Return more traits for Python, computed from the traits in the state. */
  measured?(): object;
}

/** The model of anywidget. */
interface Model {
  get(name: string): any;
  set(name: string, value: any): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  save_changes(): void;
}

/** The elements of a figure. One element has the alternative text. */
interface Drawing {
  node: Element;
  image: Element;
}

/** The current run and the functions that change it: see runs.mjs. */
interface Runner {
  run: Run;
  old: Run | null;
  before: number[] | null;
  phase: Phase | null;
  message: string;
  speed: string;
  batch: number;
  readonly running: boolean;
  begin(params: Params, done?: boolean, message?: string): void;
  halt(): void;
  train(): void;
  oneStep(row?: number): void;
  nextPhase(): void;
  goTo(epoch: number, done?: boolean): void;
  forkHere(lr: number): void;
  play(): void;
  retrace(): void;
}

/** Labels that replace the nine numbers on the wires of the drawn network. */
interface WireLabels {
  prefix: string;
  numbers: string[];
}

/** An axis of a plane. */
interface Axis {
  label: string;
  low: number;
  high: number;
  ticks: number[];
  digits?: number;
}

/** A square with axes: see plane.mjs. */
interface Plane {
  node: HTMLElement;
  image: HTMLElement;
  inside: SVGGElement;
  layer: SVGGElement;
  toX(value: number): number;
  toY(value: number): number;
  /** Colour every cell of the heat map by f(x, y) in 0…1. */
  paint(f: (x: number, y: number) => number): void;
  /** Colour every cell by f(u, v) in 0…1, with u and v in 0…1. */
  paintShares(f: (u: number, v: number) => number): void;
  at(event: PointerEvent): number[];
  frame(x: Partial<Axis>, y: Partial<Axis>): void;
}
