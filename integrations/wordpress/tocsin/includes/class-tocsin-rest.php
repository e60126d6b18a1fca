<?php
/**
 * The plugin's one way in from outside.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/** `POST /wp-json/tocsin/v1/refresh`: ask the status page now. WordPress checks the nonce, we the capability. */
final class Tocsin_Rest {
	public static function register(): void {
		add_action(
			'rest_api_init',
			static function (): void {
				register_rest_route(
					'tocsin/v1',
					'/refresh',
					array(
						'methods'             => 'POST',
						'permission_callback' => static fn(): bool => current_user_can( 'manage_options' ),
						'callback'            => static function (): array {
							$settings = Tocsin_Settings::load();
							$answered = ( new Tocsin_Source( $settings, $settings->spoken() ) )->refresh();
							return array( 'answered' => $answered );
						},
					)
				);
			}
		);
	}
}
