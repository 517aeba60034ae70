// @ts-nocheck This file is wrong on purpose: the architecture test must catch every import.
import { headText } from '../review/post-head.ts';
import type { Obstacle } from '../submit.ts';

export const wrong = (obstacle: Obstacle) => headText(obstacle);
