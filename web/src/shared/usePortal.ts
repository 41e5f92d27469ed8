import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';

const aDay = 24 * 60 * 60 * 1000;

/** Whose portal this is. */
export const usePortal = () =>
  useQuery({ queryKey: ['portal'], queryFn: () => answer(api.GET('/api/v1/portal')), staleTime: aDay });

/** The tenant's public catalogue. */
export const useServices = () =>
  useQuery({ queryKey: ['services'], queryFn: () => answer(api.GET('/api/v1/services')), staleTime: aDay });
