/* SPDX-License-Identifier: EUPL-1.2 */
#include <adwaita.h>

static void
zpi_chain_dispose (GObject *object)
{
  g_debug ("never calls its parent");
}

static void
zpi_chain_finalize (GObject *object)
{
  G_OBJECT_CLASS (zpi_chain_parent_class)->finalize (object);
}

static void
zpi_chain_class_init (ZpiChainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zpi_chain_dispose; /* expect: chain-up */
  object_class->finalize = zpi_chain_finalize;
}
