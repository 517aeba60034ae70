// @ts-nocheck This file is wrong on purpose: the architecture test must catch every import.
import type { wrong } from './scenes/wrong.ts';

export type Obstacle = ReturnType<typeof wrong>;
