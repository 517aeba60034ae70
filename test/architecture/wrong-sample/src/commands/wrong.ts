// @ts-nocheck This file is wrong on purpose: the architecture test must catch every import.
import { wrong } from '../engine/scenes/wrong.ts';

export const wrongToo = wrong;
